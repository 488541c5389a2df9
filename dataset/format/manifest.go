package format

import (
	"bytes"
	"slices"
	"strings"
)

// mediaExtensions are the files that a column of paths may point to.
var mediaExtensions = []string{".png", ".jpg", ".jpeg", ".gif", ".wav", ".txt"}

// mediaColumns lists the columns of a sheet that hold paths to media: every
// one of the first cells that is filled ends in a known extension.
func mediaColumns(s *sheet) []int {
	const looked = 20
	filled, media := make([]int, len(s.names)), make([]int, len(s.names))
	for _, r := range s.rows[:min(len(s.rows), looked)] {
		rest := s.data[r.start:r.end]
		for j := range s.names {
			n := s.cellEnd(rest)
			if cell := bytes.TrimSpace(rest[:n]); !missingNumber(cell) {
				filled[j]++
				if isMedia(cell) {
					media[j]++
				}
			}
			rest = rest[min(n+1, len(rest)):]
		}
	}
	var list []int
	for j := range s.names {
		if filled[j] > 0 && media[j] == filled[j] {
			list = append(list, j)
		}
	}
	return list
}

// isMedia says whether a path ends in a known extension.
func isMedia(file []byte) bool {
	dot := bytes.LastIndexByte(file, '.')
	return dot >= 0 && len(file)-dot <= 5 && slices.Contains(mediaExtensions, strings.ToLower(string(file[dot:])))
}
