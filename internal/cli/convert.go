package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

var _ = register(newConvert)

// conversion is the JSON that others may rely on.
type conversion struct {
	Written    string            `json:"written"`
	Records    int               `json:"records"`
	Modalities []string          `json:"modalities"`
	Problems   []dataset.Problem `json:"problems"` // of reading, and of writing
}

func newConvert(a *app) *cobra.Command {
	out, where := "", ""
	var from dataFlags
	cmd := &cobra.Command{
		Use:   "convert DATA",
		Short: "Write any dataset that can be read as a plain folder",
		Long: `Write any dataset that can be read as a plain folder: one CSV file per modality
with words, dates and numbers as they were, labels.csv, split.csv and groups.csv
where there are such, and dataset.json, which says what the columns are. Images
and sounds are written as the numbers that they became.`,
		Args: exactly("DATA"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usagef("convert needs a folder to write: -o DIR")
			}
			if err := folderTarget(out, args[0]); err != nil {
				return err
			}
			from.keepAll()
			d, err := openData(cmd.Context(), args[0], &from)
			if err != nil {
				return err
			}
			if d, err = a.only(d, where); err != nil {
				return err
			}
			return a.convert(d, out)
		},
	}
	a.jsonFlag(cmd)
	whereFlag(cmd, &where, "only the records that it chooses")
	from.add(cmd, nil)
	from.addStrict(cmd)
	cmd.Flags().StringVarP(&out, "output", "o", "", "folder to write; it must not exist yet")
	return cmd
}

// convert writes a dataset and says what was found.
func (a *app) convert(d *dataset.Dataset, folder string) error {
	told, err := format.WriteFolder(folder, d.All())
	if err != nil {
		return err
	}
	problems := append(append([]dataset.Problem{}, d.Problems...), told...)
	if a.json {
		return a.document(conversion{Written: folder, Records: d.Records(), Modalities: d.Names(), Problems: problems})
	}
	a.say("written to %s: %s, %s", folder, numbered(d.Records(), "record"), strings.Join(d.Names(), ", "))
	a.printProblems(problems)
	return nil
}
