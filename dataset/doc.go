// Package dataset is the heart of Lacuna: records that have several
// modalities, some of them missing.
//
// The words, as used everywhere:
//
//   - A record is one case: a patient, a story, a spoken digit. It has an id,
//     perhaps a label, and up to K modalities.
//   - A modality is one kind of observation of a record, held as a block of
//     numeric columns (a table, an image's pixels, a spectrogram) or as text.
//   - Presence says for every record and modality whether it is there, and if
//     not, why (Cause).
//   - A Pattern is the set of modalities that a record has.
//   - A Mask hides modalities that are there, on purpose, for an experiment.
//   - A View is a dataset restricted to some rows and seen through a mask. It
//     is all that an estimator ever gets, so nothing can be fitted on test rows.
//   - A Filled is a View whose gaps an imputer has filled; it remembers which.
//
// The package imports nothing of ours but the seed tree.
package dataset
