import { UserError } from '../../core/finding.ts'
import { int64Of } from '../node/go-text.ts'

/** Labels or annotations of one object. */
export type Labels = ReadonlyMap<string, string>

type Test = (labels: Labels) => boolean

const key = '[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?'
/** What Go takes for white space here. */
const blank = '[ \\t\\r\\n]'
const set = new RegExp(`^(${key})${blank}+(in|notin)${blank}*\\(([^()]*)\\)$`)
const equality = new RegExp(
  `^(${key})${blank}*(==|=|!=|<|>)${blank}*([A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?|)$`,
)
/** A prefix of 253 characters, a slash and 63 more; also keeps the patterns above from taking long. */
const tooLong = /^!?[ \t\r\n]*[^ \t\r\n=!<>()]{318}/
const existence = new RegExp(`^(!?)${blank}*(${key})$`)

/** A Kubernetes selector (`a=b,c!=d,e in (x,y),!f`) as a test; `!=` and `notin` also fit objects without the key. Throws UserError. */
export function labelSelector(text: string, place: string): Test {
  if (bare(text) === '') return () => true
  const tests = splitRequirements(text).map((part) => requirement(bare(part), text, place))
  return (labels) => tests.every((test) => test(labels))
}

const bare = (text: string): string => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')

/** Commas outside parentheses. */
function splitRequirements(text: string): readonly string[] {
  return text.split(/,(?![^(]*\))/)
}

function requirement(part: string, whole: string, place: string): Test {
  if (tooLong.test(part)) throw noSelector(whole, place)
  const test = membership(part) ?? comparison(part) ?? presence(part)
  if (test !== undefined) return test
  throw noSelector(whole, place)
}

function membership(part: string): Test | undefined {
  const [, name = '', word, list = ''] = set.exec(part) ?? []
  const values = list.split(',').map(bare)
  if (word === undefined || !isKey(name) || !values.every(isValue)) return undefined
  return (labels) => {
    const value = labels.get(name)
    return value === undefined ? word === 'notin' : values.includes(value) === (word === 'in')
  }
}

function comparison(part: string): Test | undefined {
  const [, left = '', operator = '', right = ''] = equality.exec(part) ?? []
  const isOrder = operator === '<' || operator === '>'
  const fits = isValue(right) && (!isOrder || int64Of(right) !== undefined)
  return operator !== '' && isKey(left) && fits ? compare(left, operator, right) : undefined
}

function presence(part: string): Test | undefined {
  const [, not, wanted = ''] = existence.exec(part) ?? []
  return isKey(wanted) ? (labels) => labels.has(wanted) === (not === '') : undefined
}

/** A name of 63 characters at most, perhaps behind a domain and a slash. */
function isKey(text: string): boolean {
  const [name = '', domain, ...more] = text.split('/').reverse()
  if (more.length > 0 || name === '' || !isValue(name)) return false
  return domain === undefined || (domain.length <= 253 && subdomain.test(domain))
}

const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/

function isValue(text: string): boolean {
  return text.length <= 63 && /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(text)
}

function noSelector(whole: string, place: string): UserError {
  return new UserError({
    message: `${place} is ${JSON.stringify(whole.slice(0, 200))}, which is no selector`,
    hint: 'write it like app=web,tier in (a,b),!legacy',
  })
}

function compare(left: string, operator: string, right: string): Test {
  return (labels) => {
    const value = labels.get(left)
    if (operator === '!=') return value !== right
    if (operator !== '<' && operator !== '>') return value === right
    const [mine, limit] = [int64Of(value ?? ''), int64Of(right)]
    if (mine === undefined || limit === undefined) return false
    return operator === '<' ? mine < limit : mine > limit
  }
}
