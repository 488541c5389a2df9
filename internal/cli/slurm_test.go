package cli

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// onNode runs a script where a Slurm of one node takes jobs; it is made for the
// test and listens on the loopback alone.
const onNode = `
exec lacuna gallery modality-hurts -o here
exec lacuna gallery modality-hurts -o there
exec lacuna run here/modality-hurts.lacuna
exec lacuna slurm there/modality-hurts.lacuna --test-only
stdout 'to start at'
! exec lacuna slurm there/modality-hurts.lacuna --cancel
stderr 'nothing was submitted'

# Two tasks share the jobs, and do to the last digit what one program does.
exec lacuna slurm there/modality-hurts.lacuna --tasks 2 --cores 1 --memory 200M --submit --watch
stdout '^20 of 20 jobs done, 0 running, 0 failed, 0 missing$'
exec lacuna export-predictions here/modality-hurts.lacuna -o here.csv
exec lacuna export-predictions there/modality-hurts.lacuna -o there.csv
cmp here.csv there.csv

# Only what is lost is submitted again.
exec lacuna slurm there/modality-hurts.lacuna --tasks 2 --submit
stdout 'nothing is submitted'
lose there/modality-hurts.runs
exec lacuna slurm there/modality-hurts.lacuna --tasks 20 --cores 1 --memory 200M --submit --watch
stdout ': tasks [0-9]+ of 20'
stdout '^20 of 20 jobs done, 0 running'
exec lacuna export-predictions there/modality-hurts.lacuna -o again.csv
cmp here.csv again.csv
`

func TestOnARealSlurm(t *testing.T) {
	for _, name := range []string{"munged", "slurmctld", "slurmd", "sbatch"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip("no Slurm to try this with: there is no " + name)
		}
	}
	conf := startSlurm(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "slurm.txtar"), []byte(onNode), 0o644); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: dir, Cmds: map[string]func(*testscript.TestScript, bool, []string){"lose": loseARun}, Setup: func(env *testscript.Env) error {
		env.Setenv("SLURM_CONF", conf)
		return ownCache(env)
	}})
}

// loseARun removes one finished run of a folder.
func loseARun(ts *testscript.TestScript, _ bool, args []string) {
	runs, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "[0-9a-f]*", "DONE"))
	ts.Check(err)
	if len(runs) == 0 {
		ts.Fatalf("no finished run in %s", args[0])
	}
	ts.Check(os.RemoveAll(filepath.Dir(runs[0])))
}

// startSlurm starts munge, a controller and a node, ends them with the test, and
// returns their configuration.
func startSlurm(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "slurm") // the path of a socket may have 108 letters
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	for _, name := range []string{"munge", "state", "spool"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	munge := func(name string) string { return filepath.Join(dir, "munge", name) }
	if err := os.WriteFile(munge("key"), []byte(strings.Repeat("key of a test, no secret\n", 20)), 0o400); err != nil {
		t.Fatal(err)
	}
	daemon(t, munge("pid"), "munged", "--force", "--key-file="+munge("key"), "--socket="+munge("socket"), "--pid-file="+munge("pid"), "--log-file="+munge("log"), "--seed-file="+munge("seed"))
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	host, _, _ = strings.Cut(host, ".")
	conf := filepath.Join(dir, "slurm.conf")
	if err := os.WriteFile(conf, []byte(configuration(t, dir, host)), 0o644); err != nil {
		t.Fatal(err)
	}
	daemon(t, filepath.Join(dir, "slurmctld.pid"), "slurmctld", "-f", conf)
	daemon(t, filepath.Join(dir, "slurmd.pid"), "slurmd", "-f", conf, "-N", host)
	until(t, "an idle node", func() bool {
		cmd := exec.Command("sinfo", "--noheader", "--format=%T")
		cmd.Env = append(os.Environ(), "SLURM_CONF="+conf)
		out, err := cmd.Output()
		return err == nil && strings.TrimSpace(string(out)) == "idle"
	})
	return conf
}

// daemon starts a program that goes into the background and writes its process
// into a file, by which it is ended.
func daemon(t *testing.T, pid, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Skipf("no Slurm to try this with: %s does not start: %v\n%s", name, err, out)
	}
	until(t, name, func() bool { _, err := os.Stat(pid); return err == nil })
	t.Cleanup(func() {
		text, err := os.ReadFile(pid)
		if n, bad := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && bad == nil {
			_ = syscall.Kill(n, syscall.SIGTERM)
			until(t, name+" to end", func() bool { return syscall.Kill(n, 0) != nil })
		}
	})
}

// until waits for something that another process does.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	late := time.After(30 * time.Second)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-late:
			t.Errorf("waited in vain for %s", what)
			return
		case <-tick.C:
		}
	}
}

// freePort is one that nobody listens on just now.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}

func configuration(t *testing.T, dir, host string) string {
	t.Helper()
	out, err := exec.Command("slurmd", "-C").Output()
	if err != nil {
		t.Skip("no Slurm to try this with: slurmd -C: ", err)
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	machine, _, _ := strings.Cut(string(out), "\n")
	_, machine, _ = strings.Cut(machine, " ") // without NodeName=…
	return fmt.Sprintf(`ClusterName=test
SlurmctldHost=%[2]s(127.0.0.1)
SlurmUser=%[6]s
SlurmdUser=%[6]s
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=%[1]s/munge/socket,cred_expire=5
SlurmctldPort=%[3]d
SlurmdPort=%[4]d
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation=%[1]s/state
SlurmdSpoolDir=%[1]s/spool
SlurmctldPidFile=%[1]s/slurmctld.pid
SlurmdPidFile=%[1]s/slurmd.pid
SlurmctldLogFile=%[1]s/slurmctld.log
SlurmdLogFile=%[1]s/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
MinJobAge=3600
MpiDefault=none
SwitchType=switch/none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
ReturnToService=2
KillWait=5
MaxArraySize=10001
NodeName=%[2]s NodeAddr=127.0.0.1 %[5]s State=UNKNOWN
PartitionName=test Nodes=%[2]s Default=YES MaxTime=INFINITE State=UP
`, dir, host, freePort(t), freePort(t), machine, me.Username)
}
