/** The kind that the name of a file or folder indicates. */
export interface Sign {
  readonly code: "secrets" | "repository" | "dependencies";
  /** The pattern that leaves it out. */
  readonly ignore: string;
  /** Whether it is about a folder as a whole. */
  readonly whole: boolean;
  /** The folder it is about, if that is the one that the file is in. */
  readonly of?: string;
}

const SECRET_FOLDERS = [".ssh", ".gnupg", ".password-store"];
const REPOSITORY_FOLDERS = [".git", ".hg", ".svn", ".bzr", ".jj"];
const DEPENDENCY_FOLDERS = [
  ...["node_modules", "bower_components", ".venv", "__pycache__", ".tox", ".nox", ".gradle", ".terraform"],
  ...[".pytest_cache", ".mypy_cache", ".ruff_cache", ".next", ".nuxt", ".parcel-cache", ".dart_tool", "Pods"],
];
/** Files that mark their folder as one that can be made again (https://bford.info/cachedir/, PEP 405). */
const DEPENDENCY_MARKS = ["CACHEDIR.TAG", "pyvenv.cfg"];

/** Names and patterns of files with secrets. */
const SECRET_FILES = [
  ...[
    "id_rsa",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    "*.pem",
    "*.key",
    "*.p12",
    "*.pfx",
    "*.keystore",
    "*.jks",
  ],
  ...[".env", ".netrc", "_netrc", ".pgpass", ".htpasswd", ".git-credentials", ".pypirc"],
  ...["credentials.json", "*.kdbx", "*.ovpn", "*.ppk"],
];
/** Files that are meant to be public. */
const SAMPLES = /\.(example|sample|template|dist|defaults?)$/;
const SECRET_NAMES = new Set(SECRET_FILES.filter((pattern) => !pattern.startsWith("*")));
const SECRET_ENDINGS = SECRET_FILES.filter((pattern) => pattern.startsWith("*")).map((pattern) =>
  pattern.slice(1),
);

/** Returns the sign of a folder's name. */
export function signOfFolder(path: string): Sign | undefined {
  const name = nameOf(path);
  const sign = (code: Sign["code"]): Sign => ({ code, ignore: `${name}/`, whole: true });
  if (SECRET_FOLDERS.includes(name)) return sign("secrets");
  if (REPOSITORY_FOLDERS.includes(name)) return sign("repository");
  return DEPENDENCY_FOLDERS.includes(name) ? sign("dependencies") : undefined;
}

/** Returns the sign of a file's or link's name. */
export function signOfFile(path: string): Sign | undefined {
  const name = nameOf(path);
  if (DEPENDENCY_MARKS.includes(name)) {
    const of = path.slice(0, -name.length - 1);
    return { code: "dependencies", ignore: `/${quoted(of)}/`, whole: true, of };
  }
  const pattern = secretPattern(path, name);
  return pattern === undefined ? undefined : { code: "secrets", ignore: pattern, whole: false };
}

function secretPattern(path: string, name: string): string | undefined {
  if (SECRET_NAMES.has(name)) return name;
  const ending = SECRET_ENDINGS.find((each) => name.endsWith(each));
  if (ending !== undefined) return `*${ending}`;
  if (name.startsWith(".env.") && !SAMPLES.test(name)) return quoted(name);
  // An ordinary name except in this folder.
  return name === "credentials" && /(^|\/)\.aws\/credentials$/.test(path) ? "**/.aws/credentials" : undefined;
}

/** Returns a pattern that matches only this path. */
function quoted(path: string): string {
  return path.replace(/[\\*?[\]!# ]/g, "\\$&");
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
