// Package charts turns datasets and finished tables into figures that can be
// drawn in a window, written to a file, read as a table and read as text.
//
// The words:
//
//   - A Chart is a kind of picture ("strata"): one file of this package, which
//     registers an Info.
//   - A Figure is one chart of one Input: immutable, safe for use by several
//     goroutines, drawn as often and at as many sizes as needed.
//   - A Style holds colours and text sizes. The window derives one from its
//     theme; what is exported always uses Light.
//   - A Region is a rectangle of a drawn figure that stands for something: a
//     pattern, a stratum, a method, a modality. The window maps clicks and
//     highlights through regions, so that it never draws a chart itself.
//   - A pixel, where lengths are meant, is 1/96 inch whatever the density of
//     the screen: a widget's own unit. Coordinates run from the top left.
//
// Charts compute no statistics: numbers come from package metric, with their n
// and interval. Everything is drawn through gonum/plot's canvases, so the same
// figure goes to the screen, to PNG, to SVG and to PDF.
package charts
