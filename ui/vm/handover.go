package vm

import (
	"errors"
	"strconv"
	"strings"

	"lacuna/internal/away"
	"lacuna/internal/say"
)

// HandOver is a setting of how the comparison is handed over.
type HandOver struct{ Key, Title, Help, Text string }

// Fields are the settings of the place.
func (a *Away) Fields() []HandOver {
	s := a.settings
	if a.kind() == "" {
		return []HandOver{{"workers", say.Text("Jobs at once"), say.Text("how many may compute at the same time"), strconv.Itoa(a.workers)}}
	}
	tasks := ""
	if s.Tasks > 0 {
		tasks = strconv.Itoa(s.Tasks)
	}
	return []HandOver{
		{"tasks", say.Text("Tasks"), say.Form("that share the jobs; nothing: one for each job, %d at most", away.MostTasks), tasks},
		{"cores", say.Text("Cores"), say.Text("of each task"), strconv.Itoa(s.Cores)},
		{"memory", say.Text("Memory"), say.Text("of each task, such as 4G"), s.Memory},
		{"time", say.Text("Time limit"), say.Text("of each task, hours:minutes:seconds"), s.Time},
		{"partition", say.Text("Partition"), say.Text("or queue; nothing: the default"), s.Queue},
		{"program", say.Text("Program"), say.Text("path of lacuna where the tasks run; nothing: this one"), s.Program},
		{"map", say.Text("Paths there"), say.Text("HERE=THERE, with commas between: where the tasks see what lies here"), strings.Join(s.Moved, ",")},
	}
}

// Set changes a setting. What cannot be is an error, and nothing can be handed
// over until it is mended.
func (a *Away) Set(key, text string) error {
	text = strings.TrimSpace(text)
	before := 0
	if a.project != nil {
		before = a.project.Shares(a.settings)
	}
	err := a.set(key, text)
	if err == nil {
		err = a.settings.Check()
	}
	a.fault = err
	if err == nil && a.project != nil {
		a.renew(before != a.project.Shares(a.settings))
		err = a.fault
	}
	a.emit(AwayChanged)
	var f *away.Fault
	if errors.As(err, &f) && f.Setting == key {
		return errors.New(f.Why)
	}
	if f != nil {
		return nil // said at its own field
	}
	return err
}

func (a *Away) set(key, text string) error {
	s := &a.settings
	switch key {
	case "workers":
		n, err := whole(key, text)
		if err == nil && n < 1 {
			err = &away.Fault{Setting: key, Value: text, Why: say.Text("write 1 or more")}
		}
		if err == nil {
			a.workers = n
		}
		return err
	case "tasks":
		if s.Tasks = 0; text == "" {
			return nil
		}
		n, err := whole(key, text)
		if err == nil && n < 1 {
			err = &away.Fault{Setting: key, Value: text, Why: say.Text("an array has one task or more")}
		}
		s.Tasks = n
		return err
	case "cores":
		n, err := whole(key, text)
		s.Cores = n
		return err
	case "memory":
		s.Memory = text
	case "time":
		s.Time = text
	case "partition":
		s.Queue = text
	case "program":
		s.Program = text
	case "map":
		s.Moved = nil
		for part := range strings.SplitSeq(text, ",") {
			if part = strings.TrimSpace(part); part != "" {
				s.Moved = append(s.Moved, part)
			}
		}
	}
	return nil
}

func whole(key, text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 1, &away.Fault{Setting: key, Value: text, Why: say.Text("write a whole number")}
	}
	return n, nil
}
