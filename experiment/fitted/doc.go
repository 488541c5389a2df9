// Package fitted is a method that leaves: features, imputer and model as they
// were fitted, with what is needed to ask them about other records.
//
// The words: a Pipeline is such a method, or an imputer alone. Its schema is the
// modalities and columns that it was fitted on. Adapt brings a dataset to a
// schema and tells every Difference in words: what is not there is absent, what
// the pipeline does not know is left out. Write and Read keep a Pipeline in a
// file, which holds data only; docs/models.md says what is in it.
package fitted
