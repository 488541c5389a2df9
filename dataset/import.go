package dataset

// Import is how a dataset is read: every decision about it, as data. A reader
// proposes one with its evidence, flags and the window's preview change it, a
// project keeps it, and reading again with it gives the same dataset. A zero
// field is not decided: it is recognised.
//
// A column is named "column" or, where several tables have one of that name,
// "file:column".
type Import struct {
	// Reader is the layout, one of format.Readers.
	Reader string `json:"reader,omitempty"`

	// Charset, Delimiter and Decimal hold for every text table that says
	// nothing else under Files: an IANA name ("windows-1252"), the separator of
	// cells (one byte, or "tab", "space"), and "." or ",".
	Charset   string `json:"charset,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
	Decimal   string `json:"decimal,omitempty"`

	// Label, ID and Split are the columns of these roles; Groups are columns
	// that name subjects, sites and the like.
	Label  string   `json:"label,omitempty"`
	ID     string   `json:"id,omitempty"`
	Split  string   `json:"split,omitempty"`
	Groups []string `json:"groups,omitempty"`

	// Missing lists codes that stand for missing, Values those that look so but
	// are values: "CODE" everywhere, "COLUMN=CODE" in one column, "file:*=CODE" in
	// those of a file.
	Missing []string `json:"missing,omitempty"`
	Values  []string `json:"values,omitempty"`

	// Censored says what becomes of limits of detection such as "<5": LimitTaken (""),
	// LimitImputed or LimitRoot2.
	Censored string `json:"censored,omitempty"`

	// Drop lists columns that are left out, Features those that are features
	// though they look like ids or tell the label; AllFeatures among them means
	// that no column is left out for what it tells.
	Drop     []string `json:"drop,omitempty"`
	Features []string `json:"features,omitempty"`

	// Modalities, where there are any, say which columns make which modality.
	Modalities []ModalityImport `json:"modalities,omitempty"`

	// Names gives modalities other names than those by which they are recognised,
	// and Without lists modalities that are left out, by the names by which they
	// are recognised.
	Names   map[string]string `json:"names,omitempty"`
	Without []string          `json:"without,omitempty"`

	// Kinds says what the cells of columns are, whatever they look like:
	// "COLUMN=KIND".
	Kinds []string `json:"kinds,omitempty"`

	// Join lists the near misses between ids that are taken as the same record:
	// names of record.Joins ("case", "padding", "number", …).
	Join []string `json:"join,omitempty"`

	// ImageSize is the height and width of images in pixels, SampleRate the
	// highest sampling rate of sounds in hertz.
	ImageSize  int `json:"image_size,omitempty"`
	SampleRate int `json:"sample_rate,omitempty"`

	// Files holds what is decided about single files, by their path in the
	// dataset.
	Files map[string]FileImport `json:"files,omitempty"`

	// Why says in words what the proposal rests on.
	Why []string `json:"why,omitempty"`
}

// What becomes of limits of detection.
const (
	LimitTaken   = "limit"  // the limit itself is the value
	LimitImputed = "impute" // the value is missing, and is filled within its limit
	LimitRoot2   = "root2"  // the value is the limit over √2 where it lies below it, else the limit
)

// AllFeatures stands for every column in Import.Features.
const AllFeatures = "*"

// ModalityImport is a modality made of chosen columns.
type ModalityImport struct {
	Name    string   `json:"name"`
	Kind    Kind     `json:"kind,omitempty"`
	Columns []string `json:"columns"`
}

// FileImport is what is decided about one file.
type FileImport struct {
	Role      string `json:"role,omitempty"` // a layout.Role
	Charset   string `json:"charset,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
	Decimal   string `json:"decimal,omitempty"`
	Header    string `json:"header,omitempty"` // "first" line, or "none"
	// IDs are the columns that make the ids of this table, where they are not
	// Import.ID; several are joined by a stroke.
	IDs     []string                `json:"ids,omitempty"`
	Columns map[string]ColumnImport `json:"columns,omitempty"`
	Why     []string                `json:"why,omitempty"`
}

// ColumnImport is what is decided about one column of a table.
type ColumnImport struct {
	Kind ColumnKind `json:"kind,omitempty"`
	// Missing lists the words in it that stand for missing, beside those that
	// always do.
	Missing []string `json:"missing,omitempty"`
	// Layout is how dates are written, in Go's reference time.
	Layout string `json:"layout,omitempty"`
	Why    string `json:"why,omitempty"`
}

// ColumnKind says what the cells of a column are.
type ColumnKind string

// The kinds of column.
const (
	EmptyColumn    ColumnKind = "empty"    // no cell has a value
	NumberColumn   ColumnKind = "number"   // quantities
	CategoryColumn ColumnKind = "category" // a few words, each repeated
	DateColumn     ColumnKind = "date"     // read as days since the first
	TextColumn     ColumnKind = "text"     // sentences, answers, free text
	WordsColumn    ColumnKind = "words"    // words that are almost all different: names, ids
)
