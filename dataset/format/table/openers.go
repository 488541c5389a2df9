package table

// openers are the kinds of file that are no delimited text, asked in this
// order. They are filled in before main, since an archive opens tables again.
var openers []opener

func init() { openers = []opener{parquetOpener, excelOpener, zipOpener, jsonOpener} }

// pointed is the request for a file whose numbers are stored as such, so that
// their decimal mark is the point, whatever other files have.
func (r Request) pointed() Request {
	r.File.Decimal = "."
	return r
}
