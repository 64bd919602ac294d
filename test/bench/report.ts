/** Says on the error stream what is being measured; the table alone goes to the output. */
export type Report = (line: string) => void;

export function startReport(): Report {
  const startedMs = Date.now();
  return (line) => {
    const seconds = Math.round((Date.now() - startedMs) / 1000);
    process.stderr.write(`${String(seconds).padStart(4)} s  ${line}\n`);
  };
}
