using System.Runtime.InteropServices;

namespace Figment.Backend;

/// <summary>
/// The native code of <c>Native/kept.c</c>, for Linux on x64. The replacements for <c>posix_memalign</c> and <c>free</c> must be
/// native, since a thread that is ending still calls them after .NET has detached it.
/// </summary>
internal static unsafe class KeptCode
{
    /// <summary>
    /// The offsets of the state's address and of the two functions in the code, as <c>Native/build.sh</c> prints them.
    /// </summary>
    internal const int Store = 0,
        Allocate = 0x10,
        Free = 0x1e0;

    /// <summary>The output of <c>Native/build.sh</c> for <c>Native/kept.c</c>.</summary>
    internal const string Bytes = """
        AAAAAAAAAAAPH4QAAAAAAEFXSInQQVZIg8CAQVVBVFVTSIPsKEiLLdT///9IiXwkCEiJdCQYSIlUJBBIPYD//393BkiD/kB2I0iL
        RQBIi1QkEEiLdCQYSIt8JAhIg8QoW11BXEFdQV5BX//gSItUJBC+PAAAAEyNfRi/AQAAAInxSA+9wkiD8D8pwbgBAAAASNPgifFI
        jVQQ/0j32EghwkgPvcJIidZIg/A/KcFI0+5IifG+OAAAAIPhBynGjTTxSIn4SYcHSIXAdBEPH0QAAEmLB0iFwHTo85Dr9EhjxkiN
        BEBIjUTFAEiLcCBIhfZ0SEiLFkiLSChIiVAgSI1R/0iJUChIO1AwfCFIx0UYAAAAAEiLRCQISIkwSIPEKDHAW11BXEFdQV5BX8NI
        iVAwSMdFGAAAAADr2b5AAAAATI1lILsBAAAASMdFGAAAAABMja04EgAASIt8JAj/VQCFwHS4Zg8fRAAASInYSYcHSIXAdBUPH0QA
        AEmLB0iFwHTo85Dr9A8fQABJx0QkEAAAAABNizQkScdEJAgAAAAASccEJAAAAABJxwcAAAAATYX2dBRmDx9EAABMifdNizb/VQhN
        hfZ18kmDxBhNOex1mel1/v//ZmYuDx+EAAAAAACQSIX/D4SyAAAAVVNIiftIg+wISIstB/7//0D2xz91Yf9VEEiNUIBIgfqA//9/
        d1FID73QuTwAAABIg/I/KdFI0+i5OAAAACnRg+AHSI1VGI00yLkBAAAAZg8fhAAAAAAASInISIcCSIXAdCUPH0QAAEiLAkiFwHTo
        85Dr9A8fQABIi0UISIPECEiJ31td/+CQSGPGSI0EQEiNRMUASItQIEiJE0iDQCgBSIlYIEjHRRgAAAAASIPECFtdw8M=
        """;

    private const int ReadWrite = 3,
        ReadExecute = 5,
        PrivateAnonymous = 0x22;

    /// <summary>Copies the code to new memory that is executable and not writable.</summary>
    /// <param name="state">The state on which the code works.</param>
    /// <returns>The address of the code; null if the system forbids new executable memory.</returns>
    internal static byte* Load(void* state)
    {
        byte[] code = Convert.FromBase64String(Bytes);
        IntPtr page = mmap(0, (nuint)code.Length, ReadWrite, PrivateAnonymous, -1, 0);
        if (page == -1)
            return null;
        code.CopyTo(new Span<byte>((void*)page, code.Length));
        *(void**)(page + Store) = state;
        return mprotect(page, (nuint)code.Length, ReadExecute) == 0 ? (byte*)page : null;
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr mmap(IntPtr address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mprotect(IntPtr address, nuint length, int protection);
}
