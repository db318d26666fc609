/** Tells a `Scalar` from anything that a user's file can hold: no document can spell a symbol. */
const brand: unique symbol = Symbol('yaml scalar')

/** How a scalar was written; `folded` also decides what kustomize prints (its round trip is lossy). */
export type Style = 'plain' | 'single' | 'double' | 'literal' | 'folded'

/** The type that a scalar has or asks for, in short form; tags of applications (`!x`) are kept as text. */
export type Tag =
  | '!!str'
  | '!!int'
  | '!!float'
  | '!!bool'
  | '!!null'
  | '!!timestamp'
  | '!!binary'
  | `!${string}`

/**
 * A scalar of a resource whose text, tag or quotes matter: quoted strings, `0x1F`, `1.10`, `True`, `!!str 1`,
 * `2001-01-01`, integers beyond 2^53, an empty value. Without a tag a plain one is read by its text
 * (so a renamed `1` + `2` is the number 12, as in kustomize) and any other style is a string.
 */
export type Scalar = {
  readonly [brand]: true
  readonly text: string
  readonly style: Style
  readonly tag?: Tag
  /** The tag is written, or what stood here before had one written: what takes its place is written with its own. */
  readonly isTagged?: true
  /** What stands behind the tag `!!null`: a null for every step, and nevertheless printed. */
  readonly held?: Node[] | Map<string, Node>
}

/**
 * A document as the renderer edits it. Mappings are `Map` (safe for `__proto__`, keep their order). A string is
 * always a string, a number a canonical decimal one; everything else that matters is a `Scalar`.
 */
export type Node = null | boolean | number | string | Scalar | Node[] | Map<string, Node>

/**
 * `resource`: go-yaml v3, as kustomize reads manifests and strategic merge patches (`yes` is a string).
 * `config`: sigs.k8s.io/yaml over go-yaml v2, YAML 1.1, as kubectl, Argo CD and Flux read and as kustomize
 * reads kustomization.yaml and JSON 6902 patches (`yes` is true); quotes leave no trace there.
 */
export type Dialect = 'resource' | 'config'

/** The only maker of scalars; they are frozen, so that several nodes may share one. */
export function scalar(text: string, style: Style, tag?: Tag): Scalar {
  const plain: Scalar = { [brand]: true, text, style }
  return Object.freeze(tag === undefined ? plain : { ...plain, tag })
}

/** The same scalar, whose tag is written, if it has one. */
export function withTag(untagged: Scalar): Scalar {
  return Object.freeze({ ...untagged, isTagged: true })
}

/** A scalar of its own that is written as another one. */
export function twinOf({ text, style, tag, isTagged, held }: Scalar): Scalar {
  const made = holding(scalar(text, style, tag), held)
  return isTagged ? withTag(made) : made
}

/** A mapping or list whose tag is `!!null`. */
export function holding(made: Scalar, held: Scalar['held']): Scalar {
  return held === undefined ? made : Object.freeze({ ...made, held })
}

/** A mapping or list that has the tag of a null, which every step takes it for. */
export function nullAround(collection: Node[] | Map<string, Node>): Scalar {
  return holding(withTag(scalar('', 'plain', '!!null')), collection)
}

/** The mapping or list that has the tag of a null: only who prints it sees what it is. */
export function collectionIn(value: unknown): Scalar['held'] {
  return isScalar(value) ? value.held : undefined
}

/** Whether this is a `Scalar` and not a plain JavaScript value, list or mapping. */
export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'object' && (value as Partial<Scalar> | null)?.[brand] === true
}

/** Whether kustomize takes this node for null: `null`, and the scalars that say it in another way (`~`, nothing). */
export function isNull(node: Node | undefined): boolean {
  return node === null || (isScalar(node) && node.tag === '!!null')
}
