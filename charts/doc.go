// Package charts turns datasets and finished tables into figures that can be
// drawn in a window, written to a file, read as a table and read as text.
//
// The words:
//
//   - A Chart is a kind of picture ("strata"): one file of this package, which
//     registers an Info.
//   - A Figure is one chart of one Input: immutable, safe for use by several
//     goroutines, drawn as often and at as many sizes as needed.
//   - An Input is what a chart may need: a dataset, a study, its table.
//
// Pens, styles, markers, labels and files are the room below, package canvas.
//
// Charts compute no statistics: numbers come from package metric, with their n
// and interval. Everything is drawn through gonum/plot's canvases, so the same
// figure goes to the screen, to PNG, to SVG and to PDF.
package charts
