// Package feature turns what was observed into numbers that models can use,
// and fits whatever has to be fitted on training rows only.
//
// The words:
//
//   - A Pipeline is what Fit learns from a view of the training rows: one
//     transform per modality. Apply uses it on any view of the same dataset.
//   - A statistic is a mean, a scale or a weight. Every one comes from cells
//     that the training view shows; masked and missing cells have no part in it.
//   - A term is a lower-cased word of a text modality that is in the vocabulary.
//   - A log-mel spectrogram is the logarithm of a sound's energy in bands that
//     are equally wide to the ear (mel), over a fixed number of frames.
package feature
