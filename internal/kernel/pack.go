package kernel

import "unsafe"

// packRows copies k contiguous rows of width ≤ 16 columns to rows of 16 and
// fills with zeros.
func packRows(dst []float32, b matrix, k, width int) {
	if accelerated {
		packRows16(unsafe.SliceData(dst), unsafe.SliceData(b.x), 4*b.row, k, width)
		return
	}
	for p := range k {
		row := dst[p*panelWidth : (p+1)*panelWidth]
		clear(row[copy(row, b.x[p*b.row:p*b.row+width]):])
	}
}

// packColumns transposes width ≤ 16 contiguous columns of k elements to rows
// of 16 and fills with zeros.
func packColumns(dst []float32, b matrix, k, width int) {
	done := 0
	if accelerated && width == panelWidth {
		const block = 8
		done = k / block * block
		packCols16(unsafe.SliceData(dst), unsafe.SliceData(b.x), 4*b.col, k/block)
	}
	for j := range panelWidth {
		if j >= width {
			for p := range k {
				dst[p*panelWidth+j] = 0
			}
			continue
		}
		column := b.x[j*b.col : j*b.col+k]
		for p := done; p < k; p++ {
			dst[p*panelWidth+j] = column[p]
		}
	}
}
