import { jsonSyntax } from "./json-syntax.ts";
import type { Syntax } from "./syntax.ts";
import { tomlSyntax } from "./toml-syntax.ts";
import { xmlSyntax } from "./xml-syntax.ts";
import { yamlSyntax } from "./yaml-syntax.ts";

/**
 * The formats with the endings of their files, and the names of files without such an ending. A file of these that has another format
 * does no harm: its sides cannot be parsed.
 */
const FORMATS: readonly { syntax: Syntax; endings: string; names?: string }[] = [
  {
    syntax: jsonSyntax,
    endings:
      "json jsonc json5c jsonld geojson topojson webmanifest ipynb map har code-workspace code-snippets tsbuildinfo",
    names:
      ".babelrc .eslintrc .jshintrc .prettierrc .stylelintrc .swcrc composer.lock pipfile.lock flake.lock bun.lock",
  },
  { syntax: yamlSyntax, endings: "yaml yml clang-format", names: ".clang-tidy .yamllint pubspec.lock" },
  { syntax: tomlSyntax, endings: "toml", names: "cargo.lock poetry.lock uv.lock pdm.lock pipfile" },
  {
    syntax: xmlSyntax,
    endings:
      "xml svg xhtml plist xsd xsl xslt wsdl rss atom kml gpx pom resx xaml csproj vbproj fsproj vcxproj props targets nuspec config ui xlf xliff storyboard xib iml entitlements",
  },
];

const BY_ENDING = new Map(
  FORMATS.flatMap(({ syntax, endings }) => endings.split(" ").map((each) => [each, syntax])),
);
const BY_NAME = new Map(
  FORMATS.flatMap(({ syntax, names = "" }) => names.split(" ").map((each) => [each, syntax])),
);

/** Returns the format of a file by its name; undefined if it has none that can be checked. */
export function syntaxOf(path: string): Syntax | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return BY_NAME.get(name) ?? BY_ENDING.get(name.slice(name.lastIndexOf(".") + 1));
}
