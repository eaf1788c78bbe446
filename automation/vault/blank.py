"""The content of a new, empty database."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from automation.vault.entries import ZERO_UUID, encode_time, encode_uuid
from automation.vault.layout import FOLDER_ICON

if TYPE_CHECKING:
    from lxml.etree import _ElementTree

# The elements, their order and their values are those of a database that KeePassXC 2.7 makes
# (`src/format/KdbxXmlWriter.cpp`). {now} is a KDBX 4 time.
TEMPLATE: Final = """<KeePassFile>
<Meta>
<Generator>KeePassXC</Generator>
<DatabaseName/><DatabaseNameChanged>{now}</DatabaseNameChanged>
<DatabaseDescription/><DatabaseDescriptionChanged>{now}</DatabaseDescriptionChanged>
<DefaultUserName/><DefaultUserNameChanged>{now}</DefaultUserNameChanged>
<MaintenanceHistoryDays>365</MaintenanceHistoryDays>
<Color/>
<MasterKeyChanged>{now}</MasterKeyChanged>
<MasterKeyChangeRec>-1</MasterKeyChangeRec>
<MasterKeyChangeForce>-1</MasterKeyChangeForce>
<MemoryProtection>
<ProtectTitle>False</ProtectTitle>
<ProtectUserName>False</ProtectUserName>
<ProtectPassword>True</ProtectPassword>
<ProtectURL>False</ProtectURL>
<ProtectNotes>False</ProtectNotes>
</MemoryProtection>
<CustomIcons/>
<RecycleBinEnabled>True</RecycleBinEnabled>
<RecycleBinUUID>{zero}</RecycleBinUUID>
<RecycleBinChanged>{now}</RecycleBinChanged>
<EntryTemplatesGroup>{zero}</EntryTemplatesGroup>
<EntryTemplatesGroupChanged>{now}</EntryTemplatesGroupChanged>
<LastSelectedGroup>{zero}</LastSelectedGroup>
<LastTopVisibleGroup>{zero}</LastTopVisibleGroup>
<HistoryMaxItems>10</HistoryMaxItems>
<HistoryMaxSize>6291456</HistoryMaxSize>
<SettingsChanged>{now}</SettingsChanged>
</Meta>
<Root>
<Group>
<UUID>{root}</UUID>
<Name>Passwords</Name>
<Notes/>
<IconID>{icon}</IconID>
<Times>
<LastModificationTime>{now}</LastModificationTime>
<CreationTime>{now}</CreationTime>
<LastAccessTime>{now}</LastAccessTime>
<ExpiryTime>{now}</ExpiryTime>
<Expires>False</Expires>
<UsageCount>0</UsageCount>
<LocationChanged>{now}</LocationChanged>
</Times>
<IsExpanded>True</IsExpanded>
<DefaultAutoTypeSequence/>
<EnableAutoType>null</EnableAutoType>
<EnableSearching>null</EnableSearching>
<LastTopVisibleEntry>{zero}</LastTopVisibleEntry>
</Group>
<DeletedObjects/>
</Root>
</KeePassFile>"""


def blank_tree(*, root: str | None = None) -> _ElementTree:
    """The XML tree of an empty KDBX 4 database.

    Args:
        root: the identity of the root group, as the XML has it; else a new one.
    """
    from lxml import etree  # noqa: PLC0415  loaded with the first database

    filled = TEMPLATE.format(
        now=encode_time(datetime.now(UTC), (4, 0)),
        zero=ZERO_UUID,
        root=root or encode_uuid(uuid.uuid4()),
        icon=FOLDER_ICON,
    )
    return etree.ElementTree(etree.fromstring(filled.replace("\n", "")))
