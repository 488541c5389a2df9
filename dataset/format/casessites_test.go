package format_test

import (
	"fmt"
	"testing"

	"lacuna/dataset"
)

// under puts files into a folder.
func under(folder string, files map[string]string) map[string]string {
	moved := map[string]string{}
	for name, content := range files {
		moved[folder+"/"+name] = content
	}
	return moved
}

// siteOf is a table of blood, one of scans and one of labels of a site, with
// values of its own.
func siteOf(value int) map[string]string {
	return map[string]string{
		"blood.csv":  lines("id,crp,wbc", 12, fmt.Sprintf("p%%02[1]d,%%[1]d.%d,%%[1]d", value)),
		"mri.csv":    lines("id,vol", 12, fmt.Sprintf("p%%02[1]d,%%[1]d.%d5", value)),
		"labels.csv": labels(12),
	}
}

// Sites that number their records anew are no modalities of the same records.
func TestFoldersOfSites(t *testing.T) {
	blood := func(value int) map[string]string { return without(siteOf(value), "mri.csv", "labels.csv") }
	other := map[string]string{"blood.csv": lines("id,crp,wbc", 12, "q%02[1]d,%[1]d.7,%[1]d"), "labels.csv": lines("id,label", 12, "q%02[1]d,@")}
	two := "records 24\nmodalities blood mri\nclasses no=12 yes=12\ngroup group=2\n"
	checkSituations(t, []situation{
		{name: "letters", files: with(under("A", siteOf(1)), under("B", siteOf(2))), want: two + "blood A/p03 crp = 3.1\nblood B/p03 crp = 3.2\nmri B/p03 vol = 3.25\nsays share ids + sites + the folder belongs to the id"},
		{name: "names of towns", files: with(under("berlin", siteOf(1)), under("paris", siteOf(2))), want: two + "blood paris/p12 crp = 12.2"},
		{name: "one folder deeper", files: with(under("data/site_1", siteOf(1)), under("data/site_2", siteOf(2))), want: two + "blood site_2/p12 crp = 12.2"},
		{name: "one table each", files: with(under("site_a", without(siteOf(1), "mri.csv")), under("site_b", without(siteOf(2), "mri.csv")), under("site_c", without(siteOf(3), "mri.csv"))),
			want: "records 36\nmodalities blood\nlabelled 36\ngroup group=3\nblood site_c/p01 crp = 1.3"},
		{name: "without labels", files: with(under("centreA", without(siteOf(1), "labels.csv")), under("centreB", without(siteOf(2), "labels.csv"))), want: "records 24\nmodalities blood mri\nlabelled 0"},
		{name: "ids of their own", files: with(under("siteA", without(siteOf(1), "mri.csv")), under("siteB", other)), want: "records 24\nmodalities blood\nlabelled 24\nblood q02 crp = 2.7\nblood p02 crp = 2.1\ngroup group=2"},
		{name: "labels of the same records", files: with(under("site1", blood(1)), under("site2", blood(2)), one("labels.csv", labels(12))),
			want: "records 12\nmodalities site1 site2\nlabelled 12\nsays share ids + read as modalities of the same records + site1/p01"},
		{name: "modalities by name", files: with(under("image", blood(1)), under("audio", blood(2)), one("labels.csv", labels(12))), want: "records 12\nmodalities audio image\nsilent"},
		{name: "views", files: with(under("fou", blood(1)), under("kar", blood(2)), one("labels.csv", labels(12))), want: "records 12\nmodalities fou kar\nsilent"},
		{name: "visits", files: with(under("visit1", siteOf(1)), under("visit2", without(siteOf(2), "labels.csv"))), want: "records 12\nlabelled 12"},
	})
}

// What ids begin with is a site where many subjects are numbered behind it.
func TestSitesInIDs(t *testing.T) {
	ids := func(format string, stems ...string) map[string]string {
		text := "id,crp,label\n"
		for i := range 12 * len(stems) {
			stem := stems[i%len(stems)]
			text += fmt.Sprintf(format+",%[3]d.5,%[4]s\n", stem, i/len(stems)+1, i, [2]string{"yes", "no"}[i/2%2])
		}
		return one("data.csv", text)
	}
	site := "group site=3\nsays begin with one of 3 words + not as subjects"
	checkSituations(t, []situation{
		{name: "letters", files: ids("%s_%02d", "UCL", "KCL", "MGH"), want: site},
		{name: "numbers", files: ids("%s-%03d", "01", "02", "03"), want: site},
		{name: "words", files: ids("%s-%d", "hosp1", "hosp2", "hosp3"), want: site},
		{name: "subjects of sites", files: ids("%s_s%02d", "siteA", "siteB", "siteC"), want: site},
		{name: "visits of subjects", files: ids("%s_v%d", "P01", "P02", "P03"), want: "group subject=3"},
		{name: "pictures of subjects", files: ids("%s_%d", "P01", "P02", "P03"), want: "group subject=3"},
	})
}

// Ids that differ in quotes, brackets or case are offered to be joined, and
// joined on request.
func TestQuotedIDs(t *testing.T) {
	uuid := "2583a542-ae04-2123-be27-eb3832fbf1%02[1]d"
	for _, c := range []struct{ name, one, other, join string }{
		{"quotes", "p%02[1]d", `"'p%02[1]d'"`, "quotes"},
		{"double quotes", "p%02[1]d", `"""p%02[1]d"""`, "quotes"},
		{"typographic quotes", "p%02[1]d", "“p%02[1]d”", "quotes"},
		{"one apostrophe", "p%02[1]d", "'p%02[1]d", "quotes"},
		{"square brackets", "p%02[1]d", "[p%02[1]d]", "quotes"},
		{"angle brackets", "p%02[1]d", "<p%02[1]d>", "quotes"},
		{"braces of a UUID", uuid, "{" + uuid + "}", "quotes"},
		{"urn of a UUID", uuid, "urn:uuid:" + uuid, "quotes"},
		{"case", "p%02[1]d", "P%02[1]d", "case"},
		{"case and braces", "p%02[1]d", "{P%02[1]d}", "spelling"},
	} {
		files := with(one("a.csv", lines("id,crp,label", 12, c.one+",%[1]d.5,@")), one("b.csv", lines("id,vol", 12, c.other+",%[1]d.25")))
		checkSituations(t, []situation{
			{name: c.name, files: files, want: "fails shares no id + 12 of 12 are alike + --join " + c.join},
			{name: c.name + ", joined", files: files, imp: dataset.Import{Join: []string{c.join}}, want: "records 12\nmodalities a b\na table 12: crp\nb table 12: vol\nlabelled 12"},
		})
	}
}
