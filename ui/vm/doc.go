// Package vm holds what the window shows and does, without any Fyne: the
// workbench with its dataset, the comparison being set up, the results, and
// the one selection that all panes share.
//
// The words: a Query is a rule that chooses records; the selection is a query,
// so it can be said in words, saved and evaluated again. A Change says what an
// observer must show anew. Everything here runs on the event goroutine; work
// runs elsewhere and comes back through the injected dispatcher.
package vm
