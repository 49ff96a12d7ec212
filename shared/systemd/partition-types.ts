/** Types of the Discoverable Partitions Specification that hold the trees of an image, by architecture. */

export type PartitionRole = 'root' | 'root-verity' | 'root-verity-sig' | 'usr' | 'usr-verity' | 'usr-verity-sig';

type Types = Readonly<Record<PartitionRole, string>>;

export const PARTITION_TYPES: Readonly<Record<string, Types>> = {
  'x86-64': {
    root: '4f68bce3-e8cd-4db1-96e7-fbcaf984b709',
    'root-verity': '2c7357ed-ebd2-46d9-aec1-23d437ec2bf5',
    'root-verity-sig': '41092b05-9fc8-4523-994f-2def0408b176',
    usr: '8484680c-9521-48c6-9c11-b0720656f69e',
    'usr-verity': '77ff5f63-e7b6-4633-acf4-1565b864c0e6',
    'usr-verity-sig': 'e7bb33fb-06cf-4e81-8273-e543b413e2e2',
  },
  x86: {
    root: '44479540-f297-41b2-9af7-d131d5f0458a',
    'root-verity': 'd13c5d3b-b5d1-422a-b29f-9454fdc89d76',
    'root-verity-sig': '5996fc05-109c-48de-808b-23fa0830b676',
    usr: '75250d76-8cc6-458e-bd66-bd47cc81a812',
    'usr-verity': '8f461b0d-14ee-4e81-9aa9-049b6fb97abd',
    'usr-verity-sig': '974a71c0-de41-43c3-be5d-5c5ccd1ad2c0',
  },
  arm64: {
    root: 'b921b045-1df0-41c3-af44-4c6f280d3fae',
    'root-verity': 'df3300ce-d69f-4c92-978c-9bfb0f38d820',
    'root-verity-sig': '6db69de6-29f4-4758-a7a5-962190f00ce3',
    usr: 'b0e01050-ee5f-4390-949a-9101b17104e9',
    'usr-verity': '6e11a4e7-fbca-4ded-b9e9-e1a512bb664e',
    'usr-verity-sig': 'c23ce4ff-44bd-4b00-b2d4-b41b3419e02a',
  },
  arm: {
    root: '69dad710-2ce4-4e3c-b16c-21a1d49abed3',
    'root-verity': '7386cdf2-203c-47a9-a498-f2ecce45a2d6',
    'root-verity-sig': '42b0455f-eb11-491d-98d3-56145ba9d037',
    usr: '7d0359a3-02b3-4f0a-865c-654403e70625',
    'usr-verity': 'c215d751-7bcd-4649-be90-6627490a4c05',
    'usr-verity-sig': 'd7ff812f-37d1-4902-a810-d76ba57b975a',
  },
  riscv64: {
    root: '72ec70a6-cf74-40e6-bd49-4bda08e8f224',
    'root-verity': 'b6ed5582-440b-4209-b8da-5ff7c419ea3d',
    'root-verity-sig': 'efe0f087-ea8d-4469-821a-4c2a96a8386a',
    usr: 'beaec34b-8442-439b-a40b-984381ed097d',
    'usr-verity': '8f1056be-9b05-47c4-81d6-be53128e5b54',
    'usr-verity-sig': 'd2f9000a-7a18-453f-b5cd-4d32f77a7b32',
  },
  riscv32: {
    root: '60d5a7fe-8e7d-435c-b714-3dd8162144e1',
    'root-verity': 'ae0253be-1167-4007-ac68-43926c14c5de',
    'root-verity-sig': '3a112a75-8729-4380-b4cf-764d79934448',
    usr: 'b933fb22-5c3f-4f91-af90-e2bb0fa50702',
    'usr-verity': 'cb1ee4e3-8cd0-4136-a0a4-aa61a32e8730',
    'usr-verity-sig': 'c3836a13-3137-45ba-b583-b16c50fe5eb4',
  },
  'ppc64-le': {
    root: 'c31c45e6-3f39-412e-80fb-4809c4980599',
    'root-verity': '906bd944-4589-4aae-a4e4-dd983917446a',
    'root-verity-sig': 'd4a236e7-e873-4c07-bf1d-bf6cf7f1c3c6',
    usr: '15bb03af-77e7-4d4a-b12b-c0d084f7491c',
    'usr-verity': 'ee2b9983-21e8-4153-86d9-b6901a54d1ce',
    'usr-verity-sig': 'c8bfbd1e-268e-4521-8bba-bf314c399557',
  },
  ppc64: {
    root: '912ade1d-a839-4913-8964-a10eee08fbd2',
    'root-verity': '9225a9a3-3c19-4d89-b4f6-eeff88f17631',
    'root-verity-sig': 'f5e2c20c-45b2-4ffa-bce9-2a60737e1aaf',
    usr: '2c9739e2-f068-46b3-9fd0-01c5a9afbcca',
    'usr-verity': 'bdb528a5-a259-475f-a87d-da53fa736a07',
    'usr-verity-sig': '0b888863-d7f8-4d9e-9766-239fce4d58af',
  },
  s390x: {
    root: '5eead9a9-fe09-4a1e-a1d7-520d00531306',
    'root-verity': 'b325bfbe-c7be-4ab8-8357-139e652d2f6b',
    'root-verity-sig': 'c80187a5-73a3-491a-901a-017c3fa953e9',
    usr: '8a4f5770-50aa-4ed3-874a-99b710db6fea',
    'usr-verity': '31741cc4-1a2a-4111-a581-e00b447d2d06',
    'usr-verity-sig': '3f324816-667b-46ae-86ee-9b0c0c6c11b4',
  },
  loongarch64: {
    root: '77055800-792c-4f94-b39a-98c91b762bb6',
    'root-verity': 'f3393b22-e9af-4613-a948-9d3bfbd0c535',
    'root-verity-sig': '5afb67eb-ecc8-4f85-ae8e-ac1e7c50e7d0',
    usr: 'e611c702-575c-4cbe-9a46-434fa0bf7e3f',
    'usr-verity': 'f46b2c26-59ae-48f0-9106-c50ed47f673d',
    'usr-verity-sig': 'b024f315-d330-444c-8461-44bbde524e99',
  },
  'mips64-le': {
    root: '700bda43-7a34-4507-b179-eeb93d7a7ca3',
    'root-verity': '16b417f8-3e06-4f57-8dd2-9b5232f41aa6',
    'root-verity-sig': '904e58ef-5c65-4a31-9c57-6af5fc7c5de7',
    usr: 'c97c1f32-ba06-40b4-9f22-236061b08aa8',
    'usr-verity': '3c3d61fe-b5f3-414d-bb71-8739a694a4ef',
    'usr-verity-sig': 'f2c2c7ee-adcc-4351-b5c6-ee9816b66e16',
  },
  ia64: {
    root: '993d8d3d-f80e-4225-855a-9daf8ed7ea97',
    'root-verity': '86ed10d5-b607-45bb-8957-d350f23d0571',
    'root-verity-sig': 'e98b36ee-32ba-4882-9b12-0ce14655f46a',
    usr: '4301d2a6-4e3b-4b2a-bb94-9e0b2c4225ea',
    'usr-verity': '6a491e03-3be7-4545-8e38-83320e0ea880',
    'usr-verity-sig': '8de58bc2-2a43-460d-b14e-a76e4a17b47f',
  },
  alpha: {
    root: '6523f8ae-3eb1-4e2a-a05a-18b695ae656f',
    'root-verity': 'fc56d9e9-e6e5-4c06-be32-e74407ce09a5',
    'root-verity-sig': 'd46495b7-a053-414f-80f7-700c99921ef8',
    usr: 'e18cf08c-33ec-4c0d-8246-c6c6fb3da024',
    'usr-verity': '8cce0d25-c0d0-4a44-bd87-46331bf1df67',
    'usr-verity-sig': '5c6e1c76-076a-457a-a0fe-f3b4cd21ce6e',
  },
  parisc: {
    root: '1aacdb3b-5444-4138-bd9e-e5c2239b2346',
    'root-verity': 'd212a430-fbc5-49f9-a983-a7feef2b8d0e',
    'root-verity-sig': '15de6170-65d3-431c-916e-b0dcd8393f25',
    usr: 'dc4a4480-6917-4262-a4ec-db9384949f25',
    'usr-verity': '5843d618-ec37-48d7-9f12-cea8e08768b2',
    'usr-verity-sig': '450dd7d1-3224-45ec-9cf2-a43a346d71ee',
  },
};

/** What a partition without a designation is for, by its type; systemd takes the only one of it as root. */
export const GENERIC_LINUX = '0fc63daf-8483-4772-8e79-3d69d8477de4';

/** Names of further types, for people. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  [GENERIC_LINUX]: 'linux-generic',
  'c12a7328-f81f-11d2-ba4b-00a0c93ec93b': 'esp',
  'bc13c2ff-59e6-4262-a352-b275fd6f7172': 'xbootldr',
  '0657fd6d-a4ab-43c4-84e5-0933c84b4f4f': 'swap',
  '933ac7e1-2eb4-4f13-b844-0e14e2aef915': 'home',
  '3b8f8425-20e0-4f3b-907f-1a25a76f98e8': 'srv',
  '4d21b016-b534-45c2-a9fb-5c16e091fd2d': 'var',
  '7ec6f557-3bc5-4aca-b293-16ef5df639d1': 'tmp',
};

/** What a type designates: the role and the architecture in systemd's spelling. */
export function designationOf(type: string): { readonly role: PartitionRole; readonly architecture: string } | null {
  for (const [architecture, types] of Object.entries(PARTITION_TYPES)) {
    for (const [role, uuid] of Object.entries(types)) {
      if (uuid === type) return { role: role as PartitionRole, architecture };
    }
  }
  return null;
}

/** The name of a type as systemd writes it, else the type itself. */
export function typeNameOf(type: string): string {
  const known = designationOf(type);
  if (known === null) return OTHER_NAMES[type] ?? type;
  const [first, ...rest] = known.role.split('-');
  return [first, known.architecture, ...rest].join('-');
}
