using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Figment.Backend;

/// <summary>The properties of a processor that decide how networks are best computed on it.</summary>
/// <param name="Vendor">
/// The vendor as the processor reports it, for instance <c>AuthenticAMD</c>; empty if it is not an x86.
/// </param>
/// <param name="Family">The number of the family, for instance 25 (0x19) for AMD's Zen 3 and Zen 4, 26 (0x1A) for Zen 5.</param>
/// <param name="HasAvx512">Whether the processor and the system support 512-bit vectors.</param>
/// <param name="MultipliesBFloat16">Whether the processor has AVX512_BF16.</param>
/// <param name="HasAmx">Whether the processor has AMX for bfloat16.</param>
internal sealed record Processor(string Vendor, int Family, bool HasAvx512, bool MultipliesBFloat16, bool HasAmx)
{
    internal const string Amd = "AuthenticAMD",
        Intel = "GenuineIntel";

    /// <summary>The processor of this process.</summary>
    internal static Processor Here { get; } = Look();

    /// <summary>Whether the processor has bfloat16 instructions.</summary>
    internal bool HasBFloat16 => HasAvx512 && (MultipliesBFloat16 || HasAmx);

    /// <summary>The kind of the processor, among those on which training steps were timed.</summary>
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

/// <summary>The kinds of processors on which training steps were timed.</summary>
internal enum ProcessorKind
{
    /// <summary>Any other processor.</summary>
    Other,

    /// <summary>AMD's Zen 4: AVX-512 with bfloat16, no AMX.</summary>
    AmdZen4,

    /// <summary>AMD's Zen 5: AVX-512 with bfloat16, no AMX.</summary>
    AmdZen5,

    /// <summary>Intel's Xeons with AMX.</summary>
    IntelAmx,
}
