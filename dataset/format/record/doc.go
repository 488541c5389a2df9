// Package record makes records of what a layout found: it decides which columns
// are id, label, split, group and feature, which ids are the same record, and
// what tells the label by itself, and joins everything to a dataset.
package record
