package table

// openers are the kinds of file that are no delimited text, asked in this
// order.
var openers []opener
