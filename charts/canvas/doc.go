// Package canvas is what charts are drawn on and written as: a pen in pixels,
// its style, markers and labels, axes, and the files that come of a figure.
//
//   - A Figure is what can be drawn, read as a table and read as text.
//   - A Pen draws on a canvas of gonum/plot in pixels from the top left. A
//     pixel is 1/96 inch whatever the density of the screen: a widget's own unit.
//   - A Style holds colours and text sizes.
//   - A Region is a rectangle of a drawn figure that stands for something.
//   - Render draws for the screen; Export and Write make PNG, SVG, PDF, CSV and
//     text, always in the light style.
//
// It knows no dataset and no result: what is drawn is decided in package charts.
package canvas
