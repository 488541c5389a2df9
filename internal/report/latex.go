package report

import (
	"fmt"
	"io"
	"strings"

	"lacuna/internal/say"
)

// texEscapes are what LaTeX would take for a command, and signs that a plain
// article does not have.
var texEscapes = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `$`, `\$`, `&`, `\&`, `#`, `\#`, `%`, `\%`, `_`, `\_`,
	`^`, `\textasciicircum{}`, `~`, `\textasciitilde{}`, `<`, `\textless{}`, `>`, `\textgreater{}`, `|`, `\textbar{}`, `"`, `\textquotedbl{}`,
	`[`, `{[}`, `]`, `{]}`, "\n", " ", "\r", " ", "–", `--`, "−", `$-$`, "±", `$\pm$`, "×", `$\times$`, "≤", `$\le$`, "≥", `$\ge$`,
	"·", `$\cdot$`, "…", `\ldots{}`, "χ", `$\chi$`, "²", `$^2$`, "τ", `$\tau$`, "ρ", `$\rho$`,
)

// writeTeX writes a table for \input, with the rules of the package booktabs.
func writeTeX(w io.Writer, t Table) error {
	align := strings.Repeat("l", t.Left) + strings.Repeat("r", len(t.Header)-t.Left)
	var b strings.Builder
	b.WriteString(say.Code("% needs \\usepackage{booktabs} and \\usepackage{longtable}\n{\\footnotesize\n"))
	fmt.Fprintf(&b, "\\begin{longtable}{%s}\n\\caption{%s}\\label{tab:%s}\\\\\n\\toprule\n%s\\midrule\n\\endfirsthead\n\\toprule\n%s\\midrule\n\\endhead\n",
		align, texEscapes.Replace(t.Caption), t.Name, texRow(t.Header), texRow(t.Header))
	for _, row := range t.Rows {
		b.WriteString(texRow(row))
	}
	b.WriteString("\\bottomrule\n\\end{longtable}\n")
	if t.Note != "" {
		fmt.Fprintf(&b, say.Code("\\noindent %s\\par\n"), texEscapes.Replace(t.Note))
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func texRow(cells []string) string {
	escaped := make([]string, len(cells))
	for k, cell := range cells {
		escaped[k] = texEscapes.Replace(cell)
	}
	return strings.Join(escaped, " & ") + " \\\\\n"
}
