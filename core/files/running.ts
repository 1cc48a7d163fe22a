/** Returns whether a process of this machine is running, by its id. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // A process of another user may not be signalled, but it is running.
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
}
