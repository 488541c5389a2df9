package kernel

// packRows copies k contiguous rows of width columns to the rows of a panel
// and fills with zeros.
func packRows[T number](dst []T, b matrix[T], k, width int) {
	if accelerated {
		words := sizeOf[T]() / 4
		packRows16(data[float32](dst), data[float32](b.x), 4*words*b.row, k, words*width)
		return
	}
	full := panelWidth[T]()
	for p := range k {
		row := dst[p*full : (p+1)*full]
		clear(row[copy(row, b.x[p*b.row:p*b.row+width]):])
	}
}

// packColumns transposes width contiguous columns of k elements to the rows of
// a panel and fills with zeros.
func packColumns[T number](dst []T, b matrix[T], k, width int) {
	done, full := 0, panelWidth[T]()
	if accelerated && width == full {
		done = packBlocks(dst, b, k)
	}
	for j := range full {
		if j >= width {
			for p := range k {
				dst[p*full+j] = 0
			}
			continue
		}
		column := b.x[j*b.col : j*b.col+k]
		for p := done; p < k; p++ {
			dst[p*full+j] = column[p]
		}
	}
}

// packBlocks transposes as many elements of the columns of a full panel as
// fill whole registers, and returns their number.
func packBlocks[T number](dst []T, b matrix[T], k int) int {
	step := panelWidth[T]() / 2
	if sizeOf[T]() == 4 {
		packCols16(data[float32](dst), data[float32](b.x), 4*b.col, k/step)
	} else {
		packCols8(data[float64](dst), data[float64](b.x), 8*b.col, k/step)
	}
	return k / step * step
}
