using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>Sixteen numbers at a time, computed in float32 and stored in memory as <typeparamref name="T"/>.</summary>
internal unsafe interface ILanes<T>
    where T : unmanaged
{
    /// <summary>The type of a tensor with such numbers.</summary>
    static abstract ScalarType Type { get; }

    /// <summary>Reads sixteen numbers.</summary>
    static abstract Vector512<float> Load(T* from);

    /// <summary>Writes sixteen numbers, rounded to the nearest.</summary>
    static abstract void Store(Vector512<float> values, T* to);
}

/// <summary>Numbers in float32.</summary>
internal readonly unsafe struct Float32Lanes : ILanes<float>
{
    public static ScalarType Type => ScalarType.Float32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* from) => Vector512.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, float* to) => values.Store(to);
}

/// <summary>Numbers in bfloat16, the upper half of a float32.</summary>
internal readonly unsafe struct BFloat16Lanes : ILanes<ushort>
{
    public static ScalarType Type => ScalarType.BFloat16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ushort* from)
    {
        Vector256<ushort> halves = Vector256.Load(from);
        Vector512<uint> wide = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512UInt32(halves)
            : Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
        return (wide << 16).AsSingle();
    }

    /// <summary>Ties round to even, and NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, ushort* to)
    {
        Vector512<uint> bits = values.AsUInt32();
        Vector512<uint> rounded = (bits + Vector512.Create(0x7FFFu) + ((bits >> 16) & Vector512.Create(1u))) >> 16;
        rounded = Vector512.ConditionalSelect(Vector512.Equals(values, values).AsUInt32(), rounded, Vector512.Create(0x7FC0u));
        if (Avx512F.IsSupported)
            Avx512F.ConvertToVector256UInt16(rounded).Store(to);
        else
            Vector256.Narrow(rounded.GetLower(), rounded.GetUpper()).Store(to);
    }
}
