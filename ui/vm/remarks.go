package vm

import (
	"bytes"

	"lacuna/dataset"
	"lacuna/dataset/format"
	"lacuna/internal/say"
)

// RemarkWords counts remarks from reading.
func RemarkWords(n int) string {
	if n == 0 {
		return say.Text("No remarks from reading")
	}
	return say.Form("%s from reading", say.Count(n, "remark", "remarks"))
}

// RemarkCount counts remarks in few words.
func RemarkCount(n int) string { return say.Count(n, "remark", "remarks") }

// WriteRemarks writes remarks as a table, whole or not at all.
func WriteRemarks(path string, list []dataset.Problem) error {
	var table bytes.Buffer
	if err := format.WriteProblems(&table, list); err != nil {
		return err
	}
	return replaceFile(path, &table)
}
