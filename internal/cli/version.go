package cli

// Version is the program's version, as in FyneApp.toml.
const Version = "0.1.0"

// revision is what git describe says of the sources, put here by make (-X);
// empty where nobody said.
var revision string

// build returns version and, unless that is what the sources are tagged with,
// the revision, for whoever has to find these sources again.
// Build is the version of this program, with its revision.
func Build() string { return versionOf(revision) }

func versionOf(revision string) string {
	if revision == "" || revision == "v"+Version {
		return Version
	}
	return Version + " (" + revision + ")"
}
