/** Who may import whom, each rule with its reason. */
export default {
  forbidden: [
    {
      name: 'v1-stands-alone',
      severity: 'error',
      comment:
        'v1 and v2 are two witnesses. A shared helper would let one mistake agree with itself, and parity would prove nothing.',
      from: { path: '^src/v1-void-token/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/v1-void-token/' },
    },
    {
      name: 'v2-stands-alone',
      severity: 'error',
      comment:
        'v1 and v2 are two witnesses. A shared helper would let one mistake agree with itself, and parity would prove nothing.',
      from: { path: '^src/v2-typed-token/', pathNot: '\\.test(-d)?\\.ts$' },
      to: { pathNot: '^src/v2-typed-token/' },
    },
    {
      name: 'witness-tests-stay-home',
      severity: 'error',
      comment: 'A test of one witness that looks at the other would be written from it.',
      from: { path: '^src/(v1-void-token|v2-typed-token)/.*\\.test(-d)?\\.ts$' },
      to: { path: '^(src|tools)/', pathNot: '^src/$1/' },
    },
    {
      name: 'third-opinion-is-uninformed',
      severity: 'error',
      comment:
        'The decoder and the scenarios are written from the reference; whoever reads a witness would repeat its mistakes.',
      from: { path: '^src/compat/(hw-spec|scenarios)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|tools)/', pathNot: '^src/compat/(hw-spec|scenarios)/' },
    },
    {
      name: 'front-doors',
      severity: 'error',
      comment:
        'Knowledge is about what a witness shows, never about its inside. The replayer of recordings has a door of its own.',
      from: { path: '^src/compat/' },
      to: {
        path: '^src/(v1-void-token|v2-typed-token)/',
        pathNot: '^src/(v1-void-token|v2-typed-token)/((hw/|drivers/)?index|internal)\\.ts$',
      },
    },
    {
      name: 'map-imports-types-only',
      severity: 'error',
      comment: 'The map tells what changed between two surfaces; it runs nothing.',
      from: { path: '^src/compat/evolution/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(v1-void-token|v2-typed-token)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'knowledge-does-not-know-work',
      severity: 'error',
      comment: 'Tools work with knowledge; the other way round nothing could be used without the tools.',
      from: { path: '^src/' },
      to: { path: '^tools/' },
    },
    {
      name: 'tools-go-through-compat',
      severity: 'error',
      comment: 'A tool gets a pair of APIs as a value. What imports a witness works for one pair only.',
      from: { path: '^tools/', pathNot: '^tools/repo/' },
      to: { path: '^src/(v1-void-token|v2-typed-token)/' },
    },
    {
      name: 'tools-do-not-call-each-other',
      severity: 'error',
      comment:
        'The command line composes the tools. What two of them need is a leaf of its own: c, surface, diagnostics, html, schema.',
      from: { path: '^tools/(call-sites|conform|decode|docs-gen|parity|patch-review)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^tools/(call-sites|conform|decode|docs-gen|parity|patch-review)/', pathNot: '^tools/$1/' },
    },
    {
      name: 'nobody-imports-the-cli',
      severity: 'error',
      comment: 'The command line composes tools; a tool that needs it cannot be composed.',
      from: { path: '^(src|tools)/', pathNot: '^tools/(cli|repo|docs-gen)/' },
      to: { path: '^tools/cli/', pathNot: '^tools/cli/(errors|exit-codes|command|nearest)\\.ts$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or three.',
      from: { pathNot: '\\.test\\.ts$' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-dev-dependency-at-run-time',
      severity: 'error',
      comment: 'A user installs what package.json lists as dependencies, nothing else.',
      from: { path: '^(src|tools)/', pathNot: '(\\.test(-d)?\\.ts$|/testing/|^tools/repo/)' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|fixtures)/' },
  },
};
