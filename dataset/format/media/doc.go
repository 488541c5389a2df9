// Package media turns bytes into images, sounds and texts, and these into
// numbers of one length per modality. It goes by content, not by endings, and
// knows nothing of tables or records.
package media
