// Package missingness diagnoses why modalities and cells are missing: whether
// anything speaks against missing completely at random (Little's test), what
// predicts the absence of each modality, whether absence drifts along the
// records, and whether the pattern of what is missing tells the class.
//
// The words: MCAR is missing completely at random, independent of all values;
// MAR is missing at random, dependent on values that are observed; MNAR is
// missing not at random, dependent on what is missing. Data can speak against
// MCAR and never for it, and of MNAR they cannot speak at all. A test is refused,
// with the reason in plain words, where its assumptions are out of reach.
package missingness
