// Package program lets any program be a method: it is given a folder with the
// development records, and then folders with records to predict, each with all
// masks applied, and no label of a test record. docs/own-program.md is the
// protocol for those who write one.
//
// A program runs as its user does and may do all that they may. It is therefore
// started only where somebody has asked for it (experiment.Runner.Programs),
// and only while its file is the one that the comparison was made with.
package program
