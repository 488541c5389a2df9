// Package table turns bytes into tables: bytes → lines → cells → typed columns.
// It decides charset, delimiter, header, how numbers are written and which
// words stand for missing, says each decision with its evidence, and knows
// nothing of modalities, labels or records.
//
// The words: a Table is named columns over rows of raw cells; a Column is what
// one look at all its cells says it is; a Block is some columns read as
// numbers.
package table
