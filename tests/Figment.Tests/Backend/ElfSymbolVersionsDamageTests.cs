using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Figment.Backend;

namespace Figment.Tests.Backend;

/// <summary>The reader of symbol versions on files that are not ELF files, or are damaged ones.</summary>
public sealed class ElfSymbolVersionsDamageTests
{
    // Where things stand in the file that Build() makes.
    private const int Strings = 64,
        Needs = 96,
        Sections = 176,
        SectionSize = 64,
        Needing = Sections + (2 * SectionSize);

    [Fact]
    public void A_small_file_made_by_hand_is_read()
    {
        Assert.Equal(
            [
                new ElfSymbolVersions.Requirement("libone.so", "V_1", 0x11, IsWeak: false, Needs + 16 + 4),
                new ElfSymbolVersions.Requirement("libone.so", "V_2", 0x22, IsWeak: true, Needs + 32 + 4),
                new ElfSymbolVersions.Requirement("libtwo.so", "V_1", 0x33, IsWeak: false, Needs + 64 + 4),
            ],
            ElfSymbolVersions.Read(Build())
        );
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1 })]
    public void A_file_too_short_for_a_header_is_refused(byte[] bytes) =>
        Assert.Throws<FileFormatException>(() => ElfSymbolVersions.Read(bytes));

    [Theory]
    [InlineData(0, (byte)'M')] // a Windows library begins MZ
    [InlineData(4, 1)] // 32 bits
    [InlineData(5, 2)] // big-endian
    public void A_file_of_another_kind_is_refused_and_called_that(int place, byte value)
    {
        byte[] elf = Build();
        elf[place] = value;

        Assert.Contains(
            "not a 64-bit little-endian ELF file",
            Assert.Throws<FileFormatException>(() => ElfSymbolVersions.Read(elf)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        byte[] elf = Build();

        for (int length = 0; length < elf.Length; length++)
            Assert.Throws<FileFormatException>(() => ElfSymbolVersions.Read(elf.AsSpan(0, length)));
    }

    [Fact(Timeout = 10_000)]
    public async Task A_chain_that_goes_nowhere_ends()
    {
        byte[] elf = Build();
        BinaryPrimitives.WriteUInt32LittleEndian(elf.AsSpan(Needing + 0x2c), uint.MaxValue); // 4 billion libraries,
        BinaryPrimitives.WriteUInt32LittleEndian(elf.AsSpan(Needs + 12), 0); // each one pointing to the first again

        await Assert.ThrowsAsync<FileFormatException>(() =>
            Task.Run(() => ElfSymbolVersions.Read(elf), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void More_requirements_than_a_library_can_have_are_refused()
    {
        byte[] elf = Build();
        Array.Resize(ref elf, 1_000_000);
        BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(Needs + 2), ushort.MaxValue);
        for (int entry = Needs + 16; entry < elf.Length - 16; entry += 16)
            if (entry is < Sections or >= Sections + (3 * SectionSize))
                BinaryPrimitives.WriteUInt32LittleEndian(
                    elf.AsSpan(entry + 12),
                    entry == Sections - 16 ? 3 * SectionSize + 16u : 16u
                );

        Assert.Contains(
            "more versions",
            Assert.Throws<FileFormatException>(() => ElfSymbolVersions.Read(elf)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Any_bytes_changed_give_a_list_or_that_one_exception()
    {
        byte[] elf = Build();
        Gen<byte> value = Gen.Frequency(
            (2, Gen.Const((byte)0)),
            (2, Gen.Const((byte)0xff)),
            (1, Gen.Const((byte)0x80)),
            (3, Gen.Byte)
        );
        Gen<(int Place, byte Value)[]> damage = Gen.Select(Gen.Int[6, elf.Length - 1], value).Array[1, 6];

        damage.Sample(changes => ReadsOrRefuses(elf, changes), iter: 20_000);
    }

    [Fact]
    public void The_real_library_with_its_headers_changed_gives_a_list_or_that_one_exception()
    {
        byte[] elf = File.ReadAllBytes(ElfSymbolVersionsTests.LibraryFile());
        int sections = (int)BinaryPrimitives.ReadUInt64LittleEndian(elf.AsSpan(0x28)),
            size = BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(0x3a));
        int needs = ElfSymbolVersions.Read(elf).Min(requirement => requirement.FlagsOffset) - 20;
        Gen<int> place = Gen.OneOf(Gen.Int[6, 63], Gen.Int[sections, sections + (10 * size)], Gen.Int[needs, needs + 0x210]);

        // A single copy, restored after each try: 2 MB is too much to copy hundreds of times.
        Gen.Select(place, Gen.Byte)
            .Sample(
                (at, value) =>
                {
                    byte original = elf[at];
                    elf[at] = value;
                    bool fine = ReadsOrRefuses(elf, []);
                    elf[at] = original;
                    return fine;
                },
                iter: 2_000,
                threads: 1
            );
    }

    private static bool ReadsOrRefuses(byte[] elf, (int Place, byte Value)[] changes)
    {
        byte[] damaged = changes.Length == 0 ? elf : [.. elf];
        foreach ((int place, byte value) in changes)
            damaged[place] = value;
        try
        {
            return ElfSymbolVersions.Read(damaged).All(requirement => requirement.FlagsOffset < damaged.Length);
        }
        catch (FileFormatException)
        {
            return true;
        }
    }

    /// <summary>Header, strings, two libraries of two and one versions, three section headers.</summary>
    private static byte[] Build()
    {
        byte[] elf = new byte[Sections + (3 * SectionSize)];
        ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(elf);
        Put64(0x28, Sections);
        Put16(0x3a, SectionSize);
        Put16(0x3c, 3);
        Encoding.ASCII.GetBytes("\0libone.so\0libtwo.so\0V_1\0V_2\0", elf.AsSpan(Strings));

        Need(Needs, versions: 2, name: 1, next: 48);
        Version(Needs + 16, 0x11, flags: 0, name: 21, next: 16);
        Version(Needs + 32, 0x22, flags: 2, name: 25, next: 0);
        Need(Needs + 48, versions: 1, name: 11, next: 0);
        Version(Needs + 64, 0x33, flags: 0, name: 21, next: 0);

        int text = Sections + SectionSize; // section 1: the strings; section 0 is empty by rule
        Put32(text + 4, 3);
        Put64(text + 0x18, Strings);
        Put64(text + 0x20, 29);
        Put32(Needing + 4, 0x6ffffffe);
        Put64(Needing + 0x18, Needs);
        Put64(Needing + 0x20, 80);
        Put32(Needing + 0x28, 1);
        Put32(Needing + 0x2c, 2);
        return elf;

        void Need(int at, ushort versions, uint name, uint next)
        {
            Put16(at, 1);
            Put16(at + 2, versions);
            Put32(at + 4, name);
            Put32(at + 8, 16);
            Put32(at + 12, next);
        }

        void Version(int at, uint hash, ushort flags, uint name, uint next)
        {
            Put32(at, hash);
            Put16(at + 4, flags);
            Put32(at + 8, name);
            Put32(at + 12, next);
        }

        void Put16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(at), value);
        void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(elf.AsSpan(at), value);
        void Put64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(elf.AsSpan(at), value);
    }
}
