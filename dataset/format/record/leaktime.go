package record

import (
	"slices"
	"strings"

	"lacuna/dataset/format/layout"
)

// How long until something happened, and whether it did. Both are outcomes:
// neither is known when one would like to tell the label. Some words say so by
// themselves, others only beside their counterpart.
var (
	endpoints = set("os pfs pfi dfs dfi dss efs rfs mfs dmfs rfi ttp lfs")
	happening = set("event death survival overallsurvival relapse recurrence progression failure metastasis")
	surely    = set("death deathevent event events died dead deceased censor censored censoring cens vitalstatus fustat isdead isdeceased")
	perhaps   = set("status relapse relapsed recurrence recurred progression progressed alive survived")
	marks     = set("event status ind indicator censor censored censoring cens flag")
	spans     = set("time times days day months month years year duration")
	sureTimes = set("survival survivaltime futime followup followuptime followupdays followupmonths followupyears " +
		"daystodeath daystolastfollowup daystolastcontact daystolastfu tte timetoevent timetodeath timetorelapse timetorecurrence timetoprogression timetofailure")
	weakTimes = set("time times days")
	longTimes = set("months years duration stop tstop")
)

// outcomeKind is what a name says of a column: how long it took, or whether it
// happened, and how surely it says so.
type outcomeKind uint8

const (
	noOutcome outcomeKind = iota
	weakEvent
	sureEvent
	longTime // a time only beside a sure event
	weakTime // a time beside any event
	sureTime
	endpoint // OS: an event beside OS.time, else a time
)

func outcomeOf(name string) outcomeKind {
	words := layout.NameWords(name)
	key := strings.Join(words, "")
	bare := strings.TrimPrefix(key, "t")
	switch {
	case len(words) == 0:
		return noOutcome
	case surely[key]:
		return sureEvent
	case perhaps[key]:
		return weakEvent
	case sureTimes[key]:
		return sureTime
	case weakTimes[key]:
		return weakTime
	case longTimes[key]:
		return longTime
	case endpoints[key]:
		return endpoint
	case endpoints[bare]:
		return sureTime
	}
	last := words[len(words)-1]
	about := strings.TrimSuffix(key, last)
	known := endpoints[about] || happening[about] || endpoints[strings.TrimPrefix(about, "t")]
	switch {
	case known && marks[last]:
		return sureEvent
	case known && spans[last]:
		return sureTime
	}
	return noOutcome
}

// timesToEvent returns the columns of a table that say how long it took until
// something happened, and whether it did: days and event, OS and OS.time. The
// label may be one half of such a pair.
func timesToEvent(names []string, label string) []int {
	kinds := make([]outcomeKind, len(names))
	has := map[outcomeKind]bool{outcomeOf(label): true}
	for j, name := range names {
		kinds[j] = outcomeOf(name)
		has[kinds[j]] = true
	}
	event := has[sureEvent] || has[endpoint]
	outcome := map[outcomeKind]bool{
		sureTime:  event || has[weakEvent],
		weakTime:  event || has[weakEvent],
		longTime:  event,
		sureEvent: has[sureTime] || has[weakTime] || has[longTime] || has[endpoint],
		weakEvent: has[sureTime] || has[weakTime],
		endpoint:  has[sureTime] || has[weakTime] || has[longTime] || has[sureEvent],
	}
	var found []int
	for j, name := range names {
		if outcome[kinds[j]] && !strings.EqualFold(name, label) {
			found = append(found, j)
		}
	}
	return slices.Clip(found)
}
