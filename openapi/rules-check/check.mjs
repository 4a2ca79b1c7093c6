// Every rule of ours must notice what is wrong with wrong.yaml: a rule that matches nothing is none.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const ruleset = join(here, "..", ".spectral.yaml");
const spectral = join(here, "..", "node_modules", ".bin", "spectral");
let found;
try {
  const args = ["lint", join(here, "wrong.yaml"), "--ruleset", ruleset, "--format", "json", "--quiet"];
  found = execFileSync(spectral, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
} catch (error) {
  found = error.stdout;
}
const fired = new Set(JSON.parse(found).map((finding) => finding.code));
const ours = [...readFileSync(ruleset, "utf8").matchAll(/^ {2}(hub-[a-z0-9-]+):/gm)].map((m) => m[1]);
const silent = ours.filter((rule) => !fired.has(rule));
if (silent.length > 0 || ours.length === 0) {
  console.error(`rules that noticed nothing: ${silent.join(", ")}`);
  process.exit(1);
}
console.log(`${ours.length} rules, each noticed something wrong`);
