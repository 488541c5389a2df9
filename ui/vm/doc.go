// Package vm holds what the window shows and does, without any Fyne. Each part
// of the state has one owner with a contract of its own: Document (what is
// open, and whether it is saved), Setup (the comparison being set up, and its
// plan), Comparison (the one that runs or has run, and its scores), Filling
// (imputation as a task of its own), Selection (the one that all panes share),
// Display (how results are shown), Scene and Inspector (what is shown, made
// from the others), Journal (the log). An owner tells its own changes; Workbench
// composes them and passes on between them what one must know of another.
//
// The words: a Query is a rule that chooses records; the selection is a query,
// so it can be said in words, saved and evaluated again. A Change says what an
// observer must show anew. Everything here runs on the event goroutine;
// planning, scoring, running and writing run elsewhere and come back through
// the injected dispatcher.
package vm
