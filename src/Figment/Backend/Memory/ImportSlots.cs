using System.Runtime.InteropServices;
using System.Text;

namespace Figment.Backend;

/// <summary>
/// Finds the slots through which a loaded library calls functions of other libraries: its table of procedure addresses, which the
/// system's loader fills. A new address in a slot redirects all later calls by this library, but by no other.
/// </summary>
/// <remarks>
/// Layout: System V ABI, chapter 5 (program headers, dynamic section, relocations), 64 bits; the kinds of relocation from the
/// supplements for AMD64 (R_X86_64_JUMP_SLOT) and AArch64 (R_AARCH64_JUMP_SLOT).
/// </remarks>
internal static unsafe class ImportSlots
{
    private const uint ProgramReadOnlyAfterwards = 0x6474e552; // PT_GNU_RELRO
    private const int RequestLinkMap = 2; // RTLD_DI_LINKMAP
    private const long Strings = 5,
        Symbols = 6,
        Jumps = 23,
        JumpBytes = 2; // DT_STRTAB, DT_SYMTAB, DT_JMPREL, DT_PLTRELSZ
    private const int HeaderBytes = 56,
        SymbolBytes = 24,
        RelocationBytes = 24,
        EntryBytes = 16;

    /// <summary>Finds the slots through which a library calls a function.</summary>
    /// <param name="library">The handle of the library from the system's loader.</param>
    /// <param name="function">The name of the function, without a version.</param>
    /// <returns>
    /// The addresses of writable pointers; empty if the library does not call the function or this cannot be determined.
    /// </returns>
    internal static IReadOnlyList<IntPtr> Of(IntPtr library, string function)
    {
        uint jumpSlot = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 7,
            Architecture.Arm64 => 1026,
            _ => 0,
        };
        LinkMap* map;
        List<IntPtr> found = [];
        if (!OperatingSystem.IsLinux() || jumpSlot == 0)
            return found;
        delegate* unmanaged<IntPtr, int, LinkMap**, int> information = Information();
        if (information == null || information(library, RequestLinkMap, &map) != 0)
            return found;
        byte* origin = (byte*)map->Address;
        byte* strings = null,
            symbols = null,
            jumps = null;
        ulong jumpBytes = 0;
        for (byte* entry = map->Dynamic; *(long*)entry != 0; entry += EntryBytes)
        {
            ulong value = *(ulong*)(entry + 8);
            switch (*(long*)entry)
            {
                case Strings:
                    strings = At(value);
                    break;
                case Symbols:
                    symbols = At(value);
                    break;
                case Jumps:
                    jumps = At(value);
                    break;
                case JumpBytes:
                    jumpBytes = value;
                    break;
            }
        }

        if (strings == null || symbols == null || jumps == null)
            return found;
        byte[] wanted = Encoding.UTF8.GetBytes(function);
        for (byte* relocation = jumps; relocation < jumps + jumpBytes; relocation += RelocationBytes)
        {
            ulong info = *(ulong*)(relocation + 8);
            if ((uint)info != jumpSlot)
                continue;
            byte* name = strings + *(uint*)(symbols + ((info >> 32) * SymbolBytes)),
                slot = origin + *(ulong*)relocation;
            bool isCalled = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name).SequenceEqual(wanted);
            if (isCalled && !IsLocked(origin, slot))
                found.Add((IntPtr)slot);
        }

        return found;

        // glibc turns these offsets into addresses when it loads a library; other C libraries do not.
        byte* At(ulong value) => value < (ulong)origin ? origin + value : (byte*)value;
    }

    /// <summary>
    /// Whether the loader made a slot read-only after it was filled (PT_GNU_RELRO), judging by the headers at the library's
    /// beginning.
    /// </summary>
    private static bool IsLocked(byte* origin, byte* slot)
    {
        byte* header = origin + *(ulong*)(origin + 32); // e_phoff
        for (int i = *(ushort*)(origin + 56); i > 0; i--, header += HeaderBytes) // e_phnum
        {
            byte* begin = origin + *(ulong*)(header + 16);
            if (*(uint*)header == ProgramReadOnlyAfterwards && slot >= begin && slot < begin + *(ulong*)(header + 40))
                return true;
        }

        return false;
    }

    /// <summary>The loader's <c>dlinfo</c>, which is in libdl before glibc 2.34.</summary>
    private static delegate* unmanaged<IntPtr, int, LinkMap**, int> Information()
    {
        foreach (string name in (string[])["libc.so.6", "libdl.so.2"])
        {
            if (
                NativeLibrary.TryLoad(name, out IntPtr library)
                && NativeLibrary.TryGetExport(library, "dlinfo", out IntPtr function)
            )
                return (delegate* unmanaged<IntPtr, int, LinkMap**, int>)function;
        }

        return null;
    }

    /// <summary>The first members of <c>link_map</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct LinkMap
    {
        internal readonly ulong Address;
        internal readonly byte* Name;
        internal readonly byte* Dynamic;
    }
}
