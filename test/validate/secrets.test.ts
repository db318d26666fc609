import { secretIn, secretInText } from '../../generator/validate/secrets.ts'
import { assert, describe } from '../harness.ts'

const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIE'
const KEY = `pnu_${'a1B2'.repeat(9)}`

const SECRET: readonly (readonly [name: string, value: string])[] = [
  ['DB_PASSWORD', 'hunter2'],
  ['dbPassword', 'hunter2'],
  ['POSTGRES_PASSWORD', '1234'],
  ['PREFECT_API_KEY', 'abc'],
  ['AWS_SECRET_ACCESS_KEY', 'abc'],
  ['client.secret', 'abc'],
  ['API_TOKEN', 'abc'],
  ['PGPASSWORD', 'abc'],
  ['PREFECT_SERVER_API_AUTH_STRING', 'admin:abc'],
  ['ANYTHING', KEY],
  ['ANYTHING', PEM],
  ['URL', 'postgresql+asyncpg://prefect:hunter2@db:5432/orion'],
  ['URL', 'redis://:hunter2@redis:6379/0'],
  ['ID', 'AKIAABCDEFGHIJKLMNOP'],
]

const FINE: readonly (readonly [name: string, value: string])[] = [
  ['DB_PASSWORD', ''],
  ['DB_PASSWORD', '$(SECRET)'],
  ['DB_PASSWORD', `\${DB_PASSWORD}`],
  ['PASSWORD_FILE', '/run/secrets/password'],
  ['GOOGLE_APPLICATION_CREDENTIALS', '/secrets/key.json'],
  ['TOKENS_PER_MINUTE', '60'],
  ['USE_TOKEN', 'true'],
  ['existingSecret', 'prefect-auth'],
  ['AWS_ACCESS_KEY_ID_FILE', 'a'],
  ['URL', 'postgresql+asyncpg://prefect:$(DB_PASSWORD)@db:5432/orion'],
  ['URL', 'https://example.org:8443/a@b'],
  ['MYSQL_ALLOW_EMPTY_PASSWORD', '1'],
  ['MONKEY', 'banana'],
  ['KEYBOARD', 'de'],
]

const SECRET_TEXT: readonly (readonly [file: string, text: string])[] = [
  ['datacube.conf', '[datacube]\ndb_hostname: db\ndb_password: localuser1234\n'],
  ['app.properties', 'a=b\nspring.datasource.password = hunter2\n'],
  ['a.json', '{"user":"a","password":"hunter2"}'],
  ['a.yaml', 'auth:\n  apiKey: "abc"\n'],
  ['run.sh', 'export TOKEN=abc\n'],
  ['a.py', 'password = "hunter2"\n'],
  ['notes.txt', PEM],
  ['db.conf', 'dsn = "host=db user=a password=hunter2"\n'],
  ['', 'psql "host=db password=hunter2" -c "select 1"'],
  ['', 'PGPASSWORD=hunter2 psql -c "select 1"'],
  ['.env', 'A=b\nDB_PASSWORD=hunter2\n'],
  ['a.xml', '<db user="a" password="hunter2"/>'],
  ['a.conf', 'connection: Server=db;Password=hunter2;User=a\n'],
]

const FINE_TEXT: readonly (readonly [file: string, text: string])[] = [
  ['datacube.conf', '# db_password: hunter2\ndb_username: a\n'],
  ['a.json', '{"password":{"type":"string","title":"Password"},"token":null}'],
  ['a.yaml', 'passwordSecretRef:\n  name: a\n  key: password\ntoken: ""\n'],
  ['template.json', '{"env":{"API_KEY":"{{ api_key }}"}}'],
  ['a.py', 'password = os.environ["PASSWORD"]\ntoken=token\n'],
  ['run.sh', `PASSWORD="$(cat /secrets/password)"\nTOKEN=\${TOKEN}\n`],
  ['check.sh', 'test -n "$TOKEN" || echo "token: missing"\n'],
  ['a.yaml', 'description: the token: what it is for\n'],
  ['a.json', '{"description": "a token: what it is for"}'],
  ['notes.md', 'Password: ask the team\n'],
  ['', 'test -n "$PASSWORD" && echo password: set'],
  ['a.ini', 'password = %(db_password)s\n'],
]

describe('secrets', {
  'names and values that give a secret away': () => {
    for (const [name, value] of SECRET) assert.ok(secretIn(name, value), `${name}=${value}`)
    for (const [file, text] of SECRET_TEXT) assert.ok(secretInText(file, text), `${file}: ${text}`)
  },
  'references, paths, switches and other names are fine': () => {
    for (const [name, value] of FINE)
      assert.is(secretIn(name, value), undefined, `${name}=${value}`)
    for (const [file, text] of FINE_TEXT)
      assert.is(secretInText(file, text), undefined, `${file}: ${text}`)
  },
  'the value itself is never said': () => {
    for (const [name, value] of SECRET) assert.not.ok(secretIn(name, value)?.includes(value))
    for (const [file, text] of SECRET_TEXT)
      assert.not.match(secretInText(file, text) ?? '', /hunter2|abc/)
  },
  'long text does not backtrack': () => {
    const text = `${'a:'.repeat(200_000)}\n${'x=('.repeat(100_000)}${'http://'.repeat(50_000)}`
    assert.is(secretInText('a.txt', text), undefined)
  },
})
