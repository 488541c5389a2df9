// Package saved writes what was learned to a file and reads it again: as data,
// never as code.
//
// The words: a state is a struct of numbers, words and lists, whose exported
// fields hold all that a fitted method knows. Encode turns it into a File: its
// lists of numbers become Tensors, all else becomes a text, JSON, that names
// them by their paths. A Node is a state as a file has it, or a part of one; its
// Decode fills a struct. A File is written in the safetensors layout, which many
// programs read: the length of the header, the header (JSON: type, shape and
// place of each tensor), the numbers.
//
// A file may be anybody's. Reading takes memory in proportion to what is there,
// not to what the file claims, refuses what does not fit, and never runs
// anything. Whether the parts of a state fit each other, its method checks.
package saved
