// Package format opens data that people have: it turns folders and files into
// a dataset.Dataset, keeps the cause of every absence, and writes datasets and
// masks back.
//
// The words:
//
//   - A reader knows one layout of data, for example one table per modality.
//     Each reader is one file of this package and one row of the registry.
//   - To recognise is to find the first reader that says yes to a place, from
//     the names of its files and the first lines of its tables alone.
//   - A sheet is one delimited text file, of which columns can be had as
//     numbers or as text.
//   - A part is one modality as a reader found it, with ids of its own; joining
//     the parts by id makes the dataset.
//   - A problem is something odd and what was done about it. Nothing is dropped
//     without one, and none is fatal unless nothing can be read.
//
// Everything is read through fs.FS, so that an archive opens like a folder.
package format
