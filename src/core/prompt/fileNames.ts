import type { LeftOutReason } from '../ports';
import { baseName, extensionOf } from './paths';

const BINARY = extensions(
  // Images and what they are made with; SVG is text.
  'png jpg jpeg jpe jfif gif bmp ico icns webp avif heic heif tif tiff psd ai eps xcf sketch fig xd',
  'raw cr2 nef dng tga dds exr hdr',
  // Fonts.
  'ttf otf woff woff2 eot ttc pfb',
  // Sound and film.
  'mp3 mp4 m4a m4v aac wav flac ogg oga ogv opus wma aif aiff mid midi mov avi mkv webm wmv flv mpg mpeg 3gp',
  // Archives and packages.
  'zip tar gz tgz bz2 tbz xz txz zst lz lz4 lzma br 7z rar cab iso img dmg pkg deb rpm apk aab ipa msi msix',
  'jar war ear nupkg whl egg gem crate vsix crx xpi asar appimage',
  // Programs and what compilers leave behind.
  'exe dll so dylib lib a o ko class pyc pyo pyd wasm pdb ilk bin elf node beam rlib rmeta',
  'dex nib pch gch swiftmodule',
  // Office documents.
  'pdf doc docx docm dotx xls xlsx xlsm xlsb ppt pptx pptm odt ods odp odg rtf pages numbers epub mobi',
  'vsd vsdx',
  // Databases and data in binary form.
  'db db3 sqlite sqlite3 mdb accdb ibd ldb mdf rdb realm parquet avro orc feather arrow',
  'npy npz pickle joblib h5 hdf5 mat rds rdata onnx pt pth ckpt safetensors gguf ggml tflite pb',
  'tfrecord lmdb swp',
  // Scenes and models.
  'blend fbx glb 3ds max mb c4d unitypackage uasset umap',
);

const LOCK_FILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'bun.lockb',
  'go.sum',
  'go.work.sum',
  'packages.lock.json',
  'project.assets.json',
  'gradle.lockfile',
  '.terraform.lock.hcl',
  'package.resolved',
  'cartfile.resolved',
  'cabal.project.freeze',
  'stack.yaml.lock',
  'module.bazel.lock',
  '.pnp.cjs',
  '.pnp.js',
  '.pnp.loader.mjs',
]);

/** What tools write beside the sources; yarn.lock, Cargo.lock and most others end alike. */
const GENERATED =
  /\.(?:lock|map|min\.(?:js|mjs|cjs|css)|pb\.(?:go|cc|h)|pb\.gw\.go|g\.dart|freezed\.dart|designer\.cs|g\.cs|g\.i\.cs)$|_pb2(?:_grpc)?\.pyi?$|_pb\.(?:js|ts|d\.ts)$/;

const SECRET_EXTENSIONS = extensions(
  'pem key p8 p12 pfx pkcs12 jks keystore bks ppk kdb kdbx agilekeychain opvault gpg ovpn tfstate tfvars',
);

const SECRET_NAMES = new Set([
  '.envrc',
  '.npmrc',
  '.netrc',
  '_netrc',
  '.pypirc',
  '.git-credentials',
  '.htpasswd',
  '.pgpass',
  'pgpass.conf',
  '.my.cnf',
  '.mylogin.cnf',
  '.dockercfg',
  '.dockerconfigjson',
  '.s3cfg',
  '.boto',
  '.vault_pass',
  '.vault-pass',
  '.vault-token',
  'kubeconfig',
  'rclone.conf',
  'terraform.rc',
  '.terraformrc',
  'credentials',
  'master.key',
]);

const SECRET_PATTERNS: readonly RegExp[] = [
  /^\.env(?:\..+)?$|\.env$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_[\w-]+)?(?:\.bak|\.old)?$/,
  /^(?:credentials|secrets?)\.(?:json|ya?ml|toml|ini|xml|csv|txt|cfg|conf|properties)$/,
  /^client_secret.*\.json$/,
  /service[-_]?account.*\.json$/,
  /^gcp[-_]?(?:key|credentials).*\.json$/,
  /\.tfstate(?:\..+)?$/,
  /^\.[a-z]+_history$/,
];

/** Templates of secret files are there to be read. */
const TEMPLATE = /(?:^|[._-])(?:example|sample|template|tmpl|dist)(?:[._-]|$)/;

const PUBLIC_IN_SSH = /\.pub$|^(?:known_hosts|config|authorized_keys)$/;

/** Why a file is left out by its name alone; undefined where its content decides. */
export function screenPath(path: string): LeftOutReason | undefined {
  const lowerPath = path.toLowerCase();
  const name = baseName(lowerPath);
  if (isSecret(lowerPath, name)) return 'secret';
  if (LOCK_FILES.has(name) || GENERATED.test(name)) return 'generated';
  return BINARY.has(extensionOf(name)) ? 'binary' : undefined;
}

function isSecret(path: string, name: string): boolean {
  if (/(?:^|\/)\.ssh\//.test(path)) return !PUBLIC_IN_SSH.test(name);
  if (/(?:^|\/)(?:\.docker\/config\.json|\.aws\/config|\.kube\/config)$/.test(path)) return true;
  const isNamedSo =
    SECRET_NAMES.has(name) ||
    SECRET_EXTENSIONS.has(extensionOf(name)) ||
    SECRET_PATTERNS.some((pattern) => pattern.test(name));
  return isNamedSo && !TEMPLATE.test(name);
}

function extensions(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(' ')));
}
