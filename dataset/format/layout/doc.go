// Package layout knows how people lay out datasets in files and folders: one
// folder per modality, one table per modality, a manifest, folders of classes
// and splits, Hugging Face folders, arrays, one wide table. It finds which
// table and which file belongs to what, and names every file that it leaves
// out; what columns mean and which records are the same is decided above.
//
// The words: a Place is what a person pointed at; a layout recognises a Place
// and returns what it Found: tables, each with a role, and sets of media files.
package layout
