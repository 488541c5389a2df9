package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/project"
)

// whereFlag adds --where; what says what becomes of the records that it
// chooses.
func whereFlag(cmd *cobra.Command, where *string, what string) {
	cmd.Flags().StringVar(where, "where", "", "query, such as 'image missing and site = north': "+what+"; docs/queries.md has the language")
}

// chosen are the records that the query behind a flag chooses, as a bit column, nil
// for none, and how it is written. Its name may stand for one that the project keeps.
func chosen(flag, text string, kept []project.Query, from query.Source) (column []uint64, words string, err error) {
	if text == "" {
		return nil, "", nil
	}
	for _, q := range kept {
		if q.Name == text {
			text = q.Text
		}
	}
	q, err := query.Parse(text)
	if err != nil {
		return nil, "", usageError{fmt.Errorf("%s: %w%s", flag, err, keptWords(text, kept))}
	}
	if q.Empty() {
		return nil, "", usagef("%s is empty; write a query, such as: image missing", flag)
	}
	if column, err = q.Bits(from); err != nil {
		return nil, "", usageError{fmt.Errorf("%s: %w", flag, err)}
	}
	return column, q.String(), nil
}

// keptWords says, of a single word that is no query, which selections have names.
func keptWords(text string, kept []project.Query) string {
	if len(strings.Fields(text)) != 1 {
		return ""
	}
	var names []string
	for _, q := range kept {
		names = append(names, q.Name)
	}
	if len(names) == 0 {
		return "; no selection of that name is kept, either"
	}
	return "; selections that have a name: " + strings.Join(names, ", ")
}

// only leaves the records that --where chooses, and says how many they are.
func (a *app) only(d *dataset.Dataset, where string) (*dataset.Dataset, error) {
	column, _, err := chosen("--where", where, nil, query.Source{Data: d})
	if err != nil || column == nil {
		return d, err
	}
	rows := query.Records(column)
	if len(rows) == 0 {
		return nil, usagef("--where %s: none of the %d records is so", where, d.Records())
	}
	a.tell("%d of %d records: %s", len(rows), d.Records(), where)
	return d.Only(rows)
}

// division is a repetition, and a split of it, as which records are seen: both from 0.
type division struct{ seed, fold int }

// of is the first of some jobs that has it.
func (v division) of(jobs []experiment.Job) (*experiment.Job, error) {
	at := experiment.Division(jobs, v.seed, v.fold)
	if at < 0 {
		return nil, usagef("there is no repetition %d with a split %d; both count from 0", v.seed, v.fold)
	}
	return &jobs[at], nil
}

// query is what queries are asked of in a project: as a division sees the data, with
// what methods predict.
func (s *study) query(ctx context.Context, found result.Study, as division) (query.Source, error) {
	if s.data == nil {
		return query.Source{}, &dataset.UserError{
			What: "no record can be chosen", Why: "--where asks the data, and they are not there", Try: "Say where they are: lacuna run " + s.file + " --data PATH",
		}
	}
	jobs, err := experiment.Plan(s.data, s.spec, s.masks(ctx))
	if err != nil {
		return query.Source{}, err
	}
	j, err := as.of(jobs)
	if err != nil {
		return query.Source{}, err
	}
	from := query.Source{Data: s.data, Split: &j.Split}
	if j.Mask != nil {
		from.Presence = j.Mask.Apply(s.data.Presence)
	}
	if len(found.Runs) > 0 {
		from.Judged = func(method string) ([]uint64, []uint64, error) { return metric.Judged(found, method, s.data.Records()) }
	}
	return from, nil
}

// whereStratum is the stratum of the records that --where chooses, which stands
// before the others, and the records themselves; none without --where.
func (s *study) whereStratum(ctx context.Context, where string, found result.Study, as division) ([]metric.Stratum, []uint64, error) {
	if where == "" {
		return nil, nil, nil
	}
	from, err := s.query(ctx, found, as)
	if err != nil {
		return nil, nil, err
	}
	column, _, err := chosen("--where", where, s.queries, from)
	if err != nil {
		return nil, nil, err
	}
	holds := func(record int) bool { return column[record/64]>>(record%64)&1 == 1 }
	return []metric.Stratum{metric.Selection(where, holds)}, column, nil
}
