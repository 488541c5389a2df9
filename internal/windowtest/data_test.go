package windowtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeTables writes a folder of tables, by name.
func writeTables(t *testing.T, tables map[string]string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "clinic")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range tables {
		if err := os.WriteFile(filepath.Join(folder, name+".csv"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// writeDataset writes 60 records; every third has no image.
func writeDataset(t *testing.T) string {
	t.Helper()
	return writeRecords(t, 60)
}

// writeRecords writes records of which every third has no image.
func writeRecords(t *testing.T, n int) string {
	t.Helper()
	var table, image, labels strings.Builder
	table.WriteString("id,a,b\n")
	image.WriteString("id,x,y\n")
	labels.WriteString("id,label\n")
	for i := range n {
		id, class := fmt.Sprintf("p%02d", i), i%2
		fmt.Fprintf(&labels, "%s,%s\n", id, []string{"ill", "well"}[class])
		fmt.Fprintf(&table, "%s,%.3f,%.3f\n", id, float64(class)+float64(i%7)/7, float64(i*i%11))
		if i%3 != 0 {
			fmt.Fprintf(&image, "%s,%.3f,%.3f\n", id, float64(class)-float64(i%5)/4, float64(i*i%13))
		}
	}
	return writeTables(t, map[string]string{"table": table.String(), "image": image.String(), "labels": labels.String()})
}

// writeModalities writes 40 records of many modalities with long and Japanese
// names; each record lacks another one.
func writeModalities(t *testing.T, n int) string {
	t.Helper()
	tables := map[string]string{"labels": "id,label\n"}
	for i := range 40 {
		tables["labels"] += fmt.Sprintf("p%02d,%s\n", i, []string{"ill", "well"}[i%2])
	}
	for m := range n {
		name := fmt.Sprintf("%02d_%s", m, []string{"心電図の波形", "a_very_long_name_of_a_modality_that_fits_no_column", "x"}[m%3])
		text := "id,value\n"
		for i := range 40 {
			if i%n != m {
				text += fmt.Sprintf("p%02d,%d\n", i, (i*7+m)%13)
			}
		}
		tables[name] = text
	}
	return writeTables(t, tables)
}
