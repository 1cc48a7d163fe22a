/** The languages that {@link languageOf} knows, each with the extensions and whole names of its files. */
const FILES: Readonly<Record<string, string>> = {
  bat: ".bat .cmd",
  c: ".c .h",
  clojure: ".clj .cljs .cljc .edn",
  coffeescript: ".coffee",
  cpp: ".cpp .cc .cxx .hpp .hh .hxx .ino",
  csharp: ".cs .csx",
  css: ".css",
  dart: ".dart",
  dockerfile: ".dockerfile dockerfile containerfile",
  elixir: ".ex .exs",
  fsharp: ".fs .fsi .fsx .ml .mli",
  go: ".go",
  graphql: ".graphql .gql",
  handlebars: ".handlebars .hbs",
  hcl: ".tf .tfvars .hcl",
  html: ".html .htm .xhtml .vue .svelte .jsp .aspx",
  ini: ".ini .properties .toml .cfg .conf .desktop .service .gitconfig .editorconfig .npmrc .gitmodules",
  java: ".java",
  javascript: ".js .jsx .mjs .cjs",
  json: ".json .jsonc .json5 .jsonl .ndjson .geojson .webmanifest .map .ipynb .babelrc .eslintrc .prettierrc",
  julia: ".jl",
  kotlin: ".kt .kts",
  less: ".less",
  lua: ".lua",
  markdown: ".md .markdown .mkd",
  mdx: ".mdx",
  "objective-c": ".m .mm",
  pascal: ".pas .pp",
  perl: ".pl .pm",
  php: ".php .phtml",
  powershell: ".ps1 .psm1 .psd1",
  proto: ".proto",
  pug: ".pug .jade",
  python: ".py .pyw .pyi .gyp sconstruct",
  r: ".r .rprofile",
  restructuredtext: ".rst",
  ruby: ".rb .gemspec .rake rakefile gemfile podfile vagrantfile",
  rust: ".rs",
  scala: ".scala .sc .sbt",
  scheme: ".scm .ss .rkt",
  scss: ".scss",
  shell: ".sh .bash .zsh .ksh .bashrc .zshrc .profile .bash_profile .envrc pkgbuild",
  sql: ".sql",
  swift: ".swift",
  systemverilog: ".sv .svh",
  tcl: ".tcl",
  twig: ".twig",
  typescript: ".ts .tsx .cts .mts",
  vb: ".vb .vbs",
  verilog: ".v .vh",
  wgsl: ".wgsl",
  xml: ".xml .xsd .dtd .csproj .props .targets .xaml .svg .xslt .xsl .plist .rss .gpx .kml",
  yaml: ".yaml .yml",
};

const BY_NAME = new Map(
  Object.entries(FILES).flatMap(([language, names]) =>
    names.split(" ").map((name) => [name, language] as const),
  ),
);

/** Names the language that a file is written in, as the editor calls it; `plaintext` for what is not known. */
export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const dot = name.lastIndexOf(".");
  const extension = dot < 0 ? undefined : BY_NAME.get(name.slice(dot));
  return BY_NAME.get(name) ?? extension ?? (name.startsWith("dockerfile.") ? "dockerfile" : "plaintext");
}
