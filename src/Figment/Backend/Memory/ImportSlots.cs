using System.Runtime.InteropServices;

namespace Figment.Backend;

/// <summary>
/// The places in memory through which a loaded library calls functions of other libraries: its table of procedure addresses, which
/// the system's loader fills. What is written there is called from then on, by this library alone.
/// </summary>
/// <remarks>
/// Layout: System V ABI, chapter 5 (program headers, dynamic section, relocations), 64 bits; the kinds of relocation from the
/// supplements for AMD64 (R_X86_64_JUMP_SLOT) and AArch64 (R_AARCH64_JUMP_SLOT).
/// </remarks>
internal static unsafe class ImportSlots
{
    private const uint ProgramDynamic = 2, ProgramReadOnlyAfterwards = 0x6474e552;           // PT_DYNAMIC, PT_GNU_RELRO
    private const long Strings = 5, Symbols = 6, Jumps = 23, JumpBytes = 2;                  // DT_STRTAB, DT_SYMTAB, DT_JMPREL, DT_PLTRELSZ
    private const int HeaderBytes = 56, SymbolBytes = 24, RelocationBytes = 24, EntryBytes = 16;

    /// <summary>Where a library calls a function through.</summary>
    /// <param name="path">The library's file, as the loader knows it.</param>
    /// <param name="function">The function's name, without a version.</param>
    /// <returns>Addresses of pointers that can be written; none where the library is not loaded, or calls no such function.</returns>
    internal static IReadOnlyList<IntPtr> Of(string path, string function)
    {
        uint jumpSlot = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 7,
            Architecture.Arm64 => 1026,
            _ => 0,
        };
        if (!OperatingSystem.IsLinux() || jumpSlot == 0) return [];
        Search search = new(path, function, jumpSlot, []);
        GCHandle handle = GCHandle.Alloc(search);
        try
        {
            _ = dl_iterate_phdr(&Look, (void*)GCHandle.ToIntPtr(handle));
        }
        finally
        {
            handle.Free();
        }

        return search.Found;
    }

    [UnmanagedCallersOnly]
    private static int Look(LoadedObject* loaded, nuint size, void* state)
    {
        Search search = (Search)GCHandle.FromIntPtr((IntPtr)state).Target!;
        if (Marshal.PtrToStringUTF8((IntPtr)loaded->Name) != search.Path) return 0;
        Read(loaded, search);
        return 1; // found: the loader ends its walk
    }

    private static void Read(LoadedObject* loaded, Search search)
    {
        byte* origin = (byte*)loaded->Address;
        byte* dynamic = null;
        byte* lockedBegin = null, lockedEnd = null;
        for (int i = 0; i < loaded->HeaderCount; i++)
        {
            byte* header = loaded->Headers + (i * HeaderBytes);
            byte* begin = origin + *(ulong*)(header + 16);
            if (*(uint*)header == ProgramDynamic) dynamic = begin;
            if (*(uint*)header == ProgramReadOnlyAfterwards) { lockedBegin = begin; lockedEnd = begin + *(ulong*)(header + 40); }
        }

        if (dynamic == null) return;
        byte* strings = null, symbols = null, jumps = null;
        ulong jumpBytes = 0;
        for (byte* entry = dynamic; *(long*)entry != 0; entry += EntryBytes)
        {
            ulong value = *(ulong*)(entry + 8);
            switch (*(long*)entry)
            {
                case Strings: strings = At(value); break;
                case Symbols: symbols = At(value); break;
                case Jumps: jumps = At(value); break;
                case JumpBytes: jumpBytes = value; break;
            }
        }

        if (strings == null || symbols == null || jumps == null) return;
        for (byte* relocation = jumps; relocation < jumps + jumpBytes; relocation += RelocationBytes)
        {
            ulong info = *(ulong*)(relocation + 8);
            if ((uint)info != search.JumpSlot) continue;
            byte* name = strings + *(uint*)(symbols + ((info >> 32) * SymbolBytes));
            byte* slot = origin + *(ulong*)relocation;
            bool isLocked = slot >= lockedBegin && slot < lockedEnd;
            if (!isLocked && Marshal.PtrToStringUTF8((IntPtr)name) == search.Function) search.Found.Add((IntPtr)slot);
        }

        // glibc turns these offsets into addresses when it loads a library; others leave them.
        byte* At(ulong value) => value < (ulong)origin ? origin + value : (byte*)value;
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int dl_iterate_phdr(delegate* unmanaged<LoadedObject*, nuint, void*, int> callback, void* state);

    /// <summary>The first members of <c>dl_phdr_info</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct LoadedObject
    {
        internal readonly ulong Address;
        internal readonly byte* Name;
        internal readonly byte* Headers;
        internal readonly ushort HeaderCount;
    }

    private sealed record Search(string Path, string Function, uint JumpSlot, List<IntPtr> Found);
}
