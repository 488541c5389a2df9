package table

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// dateMark is what a date looks like in the reader of styles.
const dateMark = "\u00a7date\u00a7"

// noFormat is the number of no format: cells that have it look as they are.
const noFormat = 1 << 20

// markDates changes the formats of the workbook in memory, so that a formatted
// cell tells nothing but whether it is a date. It says whether there are any.
func (b *book) markDates() bool {
	s := b.f.Styles
	if s == nil || s.CellXfs == nil {
		return false
	}
	codes := map[int]string{}
	if s.NumFmts != nil {
		for _, n := range s.NumFmts.NumFmt {
			if n != nil {
				codes[n.NumFmtID] = n.FormatCode
			}
		}
	}
	var dates []int
	for i := range s.CellXfs.Xf {
		x := &s.CellXfs.Xf[i]
		if x.NumFmtID == nil {
			continue
		}
		if code, own := codes[*x.NumFmtID]; isDateFormat(*x.NumFmtID, code, own) {
			dates = append(dates, i)
		}
		none := noFormat
		x.NumFmtID = &none
	}
	if len(dates) == 0 {
		return false
	}
	code := `"` + dateMark + `"`
	style, err := b.f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err != nil || style >= len(s.CellXfs.Xf) {
		return false
	}
	for _, i := range dates {
		s.CellXfs.Xf[i].NumFmtID = s.CellXfs.Xf[style].NumFmtID
	}
	return true
}

// isDateFormat says whether a format of numbers shows days or times of day. A
// length of time, such as [h]:mm, is none.
func isDateFormat(id int, code string, own bool) bool {
	if !own {
		return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id == 45 || id == 47 || id >= 50 && id <= 58
	}
	var bare strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '\\', '_', '*':
			i++
		case '"', '[':
			end := strings.IndexByte(code[i+1:], map[byte]byte{'"': '"', '[': ']'}[c])
			if end < 0 {
				return false
			}
			if inner := strings.ToLower(code[i+1 : i+1+end]); c == '[' && inner != "" && strings.Trim(inner, "hms") == "" {
				return false
			}
			i += end + 1
		default:
			bare.WriteByte(c)
		}
	}
	plain := strings.ToLower(bare.String())
	return !strings.Contains(plain, "general") && strings.ContainsAny(plain, "ymdhs") && !strings.ContainsAny(plain, "#?")
}
