using System.Buffers.Binary;
using System.Text;

namespace Figment.Backend;

/// <summary>
/// Reads and relaxes the symbol versions that a 64-bit little-endian ELF library requires of others (its <c>.gnu.version_r</c>
/// section).
/// </summary>
/// <remarks>
/// Layout: System V ABI, chapter 4 (ELF and section headers); Linux Standard Base 5.0, section 10.7.2 (<c>Elfxx_Verneed</c> and
/// <c>Elfxx_Vernaux</c>, 16 bytes each, linked by relative offsets).
/// </remarks>
internal static class ElfSymbolVersions
{
    private const uint SectionTypeVersionNeed = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort WeakFlag = 0x2; // VER_FLG_WEAK
    private const int EntrySize = 16; // of Elfxx_Verneed and Elfxx_Vernaux
    private const int MaxRequirements = 10_000,
        MaxNameLength = 1024; // far more than any library has

    /// <summary>A required version: the library, the name of the version, and the position of its flags in the file.</summary>
    internal readonly record struct Requirement(string Library, string Version, uint Hash, bool IsWeak, int FlagsOffset);

    /// <summary>Lists every version requirement of the library.</summary>
    /// <exception cref="FileFormatException">The bytes are not a well-formed 64-bit little-endian ELF file.</exception>
    internal static IReadOnlyList<Requirement> Read(ReadOnlySpan<byte> elf)
    {
        try
        {
            return ReadRequirements(elf);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw new FileFormatException("The library is not a well-formed ELF file: an offset points outside it.", e);
        }
    }

    /// <summary>
    /// Returns a copy of the library in which one version requirement is weak: the loader then warns instead of refusing if the
    /// version is missing.
    /// </summary>
    /// <exception cref="FileFormatException">The library does not require that version exactly once.</exception>
    internal static byte[] Weaken(ReadOnlySpan<byte> elf, string version)
    {
        Requirement[] found =
        [
            .. Read(elf).Where(requirement => requirement.Version == version && requirement.Hash == Hash(version)),
        ];
        if (found.Length != 1)
            throw new FileFormatException(
                $"The library lists the required version {version} in {found.Length} places, but it can be changed only if there "
                    + $"is exactly one."
            );

        byte[] patched = elf.ToArray();
        Span<byte> flags = patched.AsSpan(found[0].FlagsOffset, 2);
        BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | WeakFlag));
        return patched;
    }

    /// <summary>Computes the System V ABI's hash of a name.</summary>
    internal static uint Hash(string name)
    {
        uint h = 0;
        foreach (byte c in Encoding.ASCII.GetBytes(name))
        {
            h = (h << 4) + c;
            uint g = h & 0xf0000000;
            h = (h ^ (g >> 24)) & ~g;
        }

        return h;
    }

    private static List<Requirement> ReadRequirements(ReadOnlySpan<byte> elf)
    {
        if (elf.Length < 64 || !elf[..6].SequenceEqual((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
            throw new FileFormatException("The library is not a 64-bit little-endian ELF file.");

        long sectionTable = checked((long)U64(elf, 0x28));
        int entrySize = U16(elf, 0x3a),
            sectionCount = U16(elf, 0x3c);
        List<Requirement> requirements = [];
        for (int i = 0; i < sectionCount; i++)
        {
            ReadOnlySpan<byte> section = Slice(elf, sectionTable + ((long)i * entrySize), entrySize);
            if (U32(section, 4) != SectionTypeVersionNeed)
                continue;

            // sh_link refers to the string section; sh_info is the number of libraries.
            ReadOnlySpan<byte> stringSection = Slice(elf, sectionTable + ((long)U32(section, 0x28) * entrySize), entrySize);
            ReadOnlySpan<byte> strings = Slice(
                elf,
                checked((long)U64(stringSection, 0x18)),
                checked((long)U64(stringSection, 0x20))
            );
            long need = checked((long)U64(section, 0x18));
            for (uint n = U32(section, 0x2c); n > 0; n--)
            {
                ReadOnlySpan<byte> library = Slice(elf, need, EntrySize);
                long entry = need + U32(library, 8);
                for (int versions = U16(library, 2); versions > 0; versions--)
                {
                    ReadOnlySpan<byte> version = Slice(elf, entry, EntrySize);
                    if (requirements.Count == MaxRequirements)
                        throw Malformed("it asks for more versions than any library does.");
                    requirements.Add(
                        new Requirement(
                            Text(strings, U32(library, 4)),
                            Text(strings, U32(version, 8)),
                            U32(version, 0),
                            (U16(version, 4) & WeakFlag) != 0,
                            checked((int)entry + 4)
                        )
                    );
                    if (versions > 1)
                        entry += Next(version);
                }

                if (n > 1)
                    need += Next(library);
            }

            break; // there is at most one such section
        }

        return requirements;
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, long offset, long length) =>
        bytes.Slice(checked((int)offset), checked((int)length));

    /// <summary>
    /// The offset to the next entry of a chain, which is the last field in both kinds of entries. An offset of 0 would loop
    /// forever.
    /// </summary>
    private static uint Next(ReadOnlySpan<byte> entry) =>
        U32(entry, 12) is >= EntrySize and uint next ? next : throw Malformed("its chain of versions is shorter than announced.");

    private static FileFormatException Malformed(OptionSentence why) => new($"The library is not a well-formed ELF file: {why}");

    private static string Text(ReadOnlySpan<byte> strings, uint offset)
    {
        ReadOnlySpan<byte> rest = strings[checked((int)offset)..];
        rest = rest[..Math.Min(rest.Length, MaxNameLength)];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
