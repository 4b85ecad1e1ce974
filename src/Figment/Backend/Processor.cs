using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Figment.Backend;

/// <summary>A processor, as far as it decides how networks are best computed on it.</summary>
/// <param name="Vendor">As the processor names it, for instance <c>AuthenticAMD</c>; empty where it is not an x86.</param>
/// <param name="Family">The family's number, for instance 25 (0x19) for AMD's Zen 3 and Zen 4, 26 (0x1A) for Zen 5.</param>
/// <param name="HasAvx512">Whether vectors of 512 bits may be used, by the processor and by the system.</param>
/// <param name="MultipliesBFloat16">Whether it has AVX512_BF16.</param>
/// <param name="HasAmx">Whether it has AMX for bfloat16.</param>
internal sealed record Processor(string Vendor, int Family, bool HasAvx512, bool MultipliesBFloat16, bool HasAmx)
{
    internal const string Amd = "AuthenticAMD",
        Intel = "GenuineIntel";

    /// <summary>The one that this process runs on.</summary>
    internal static Processor Here { get; } = Look();

    /// <summary>Whether it multiplies bfloat16 by instructions of its own.</summary>
    internal bool HasBFloat16 => HasAvx512 && (MultipliesBFloat16 || HasAmx);

    /// <summary>Which of the kinds that steps were timed on it is.</summary>
    internal ProcessorKind Kind =>
        this switch
        {
            { Vendor: Intel, HasAvx512: true, HasAmx: true } => ProcessorKind.IntelAmx,
            { Vendor: Amd, Family: 0x19, HasAvx512: true, MultipliesBFloat16: true, HasAmx: false } => ProcessorKind.AmdZen4,
            { Vendor: Amd, Family: 0x1A, HasAvx512: true, MultipliesBFloat16: true, HasAmx: false } => ProcessorKind.AmdZen5,
            _ => ProcessorKind.Other,
        };

    private static Processor Look()
    {
        if (!X86Base.IsSupported)
            return new Processor("", 0, false, false, false);
        (int most, int b, int c, int d) = X86Base.CpuId(0, 0);
        string vendor = Encoding.ASCII.GetString([
            .. BitConverter.GetBytes(b),
            .. BitConverter.GetBytes(d),
            .. BitConverter.GetBytes(c),
        ]);
        int signature = X86Base.CpuId(1, 0).Eax,
            family = (signature >> 8) & 0xF;
        if (family == 0xF)
            family += (signature >> 20) & 0xFF;
        const int Avx512BFloat16 = 1 << 5,
            AmxBFloat16 = 1 << 22;
        return new Processor(
            vendor,
            family,
            Avx512F.IsSupported,
            most >= 7 && (X86Base.CpuId(7, 1).Eax & Avx512BFloat16) != 0,
            most >= 7 && (X86Base.CpuId(7, 0).Edx & AmxBFloat16) != 0
        );
    }
}

/// <summary>The kinds of processors that training steps were timed on.</summary>
internal enum ProcessorKind
{
    /// <summary>None of them.</summary>
    Other,

    /// <summary>AMD's Zen 4: AVX-512 with bfloat16, no AMX.</summary>
    AmdZen4,

    /// <summary>AMD's Zen 5, with the same.</summary>
    AmdZen5,

    /// <summary>Intel's Xeons with AMX.</summary>
    IntelAmx,
}
