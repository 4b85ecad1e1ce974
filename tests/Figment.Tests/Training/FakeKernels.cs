using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Training;

/// <summary>
/// The kernels that training uses but libtorch's <c>meta</c> device lacks, because PyTorch has them in Python. Here an operator
/// is computed on the processor, on zeros of the same shapes, and only the shape and type of the result are used. They are
/// registered with libtorch by its stable C interface (<c>torch/csrc/stable/c/shim.h</c>, 2.10), where an operator's arguments
/// are words: a tensor is passed as its handle, an optional one behind a pointer.
/// </summary>
internal static unsafe class FakeKernels
{
    private const ulong AbiVersion = (2UL << 56) | (10UL << 48);

    private static readonly Lazy<IntPtr> Library = new(() =>
    {
        IntPtr library;
        fixed (
            byte* aten = "aten\0"u8,
                meta = "Meta\0"u8,
                file = "FakeKernels.cs\0"u8
        )
        {
            var begin = (delegate* unmanaged<byte*, byte*, byte*, uint, IntPtr*, int>)
                TorchLibrary.Export("aoti_torch_library_init_impl");
            Check(begin(aten, meta, file, 0, &library));
        }

        Add(library, "index_select", &IndexSelect);
        Add(library, "relu", &Relu);
        Add(library, "cat", &Concatenate); // libtorch's own version accepts tensors on any device
        Add(library, "abs.out", &AbsOut);
        Add(library, "logical_and.out", &AndOut);
        Add(library, "where.self_out", &WhereOut);
        Add(library, "where.self", &Where);
        Add(library, "embedding_dense_backward", &EmbeddingBackward);
        Add(library, "log_sigmoid_forward", &LogSigmoid);
        Add(library, "log_sigmoid_backward", &LogSigmoidBackward);
        Add(library, "native_batch_norm", &BatchNorm);
        Add(library, "native_batch_norm_backward", &BatchNormBackward);
        Add(library, "native_group_norm", &GroupNorm);
        Add(library, "native_group_norm_backward", &GroupNormBackward);
        Add(library, "convolution_overrideable", &Convolution);
        Add(library, "convolution_backward_overrideable", &ConvolutionBackward);
        return library;
    });

    /// <summary>
    /// Tensors on the processor that an operator got together with fake ones, which a GPU would not accept.
    /// </summary>
    internal static ConcurrentQueue<string> LeftBehind { get; } = [];

    /// <summary>Registers the kernels, once per process.</summary>
    internal static void Register() => _ = Library.Value;

    [UnmanagedCallersOnly]
    private static void IndexSelect(ulong* words, ulong arguments, ulong results) =>
        OnProcessor("index_select", "", "T.T", words, results);

    [UnmanagedCallersOnly]
    private static void Relu(ulong* words, ulong arguments, ulong results) => OnProcessor("relu", "", "T", words, results);

    [UnmanagedCallersOnly]
    private static void Concatenate(ulong* words, ulong arguments, ulong results) => OnProcessor("cat", "", "L.", words, results);

    [UnmanagedCallersOnly]
    private static void AbsOut(ulong* words, ulong arguments, ulong results) => IntoTheLast("abs", "", "T", words);

    [UnmanagedCallersOnly]
    private static void AndOut(ulong* words, ulong arguments, ulong results) => IntoTheLast("logical_and", "", "TT", words);

    [UnmanagedCallersOnly]
    private static void WhereOut(ulong* words, ulong arguments, ulong results) => IntoTheLast("where", "self", "TTT", words);

    [UnmanagedCallersOnly]
    private static void Where(ulong* words, ulong arguments, ulong results) =>
        OnProcessor("where", "self", "TTT", words, results);

    [UnmanagedCallersOnly]
    private static void EmbeddingBackward(ulong* words, ulong arguments, ulong results) =>
        OnProcessor("embedding_dense_backward", "", "TT...", words, results);

    [UnmanagedCallersOnly]
    private static void LogSigmoid(ulong* words, ulong arguments, ulong results) =>
        OnProcessor("log_sigmoid_forward", "", "T", words, results);

    [UnmanagedCallersOnly]
    private static void LogSigmoidBackward(ulong* words, ulong arguments, ulong results) =>
        OnProcessor("log_sigmoid_backward", "", "TTT", words, results);

    [UnmanagedCallersOnly]
    private static void BatchNorm(ulong* words, ulong arguments, ulong results) =>
        OnProcessor("native_batch_norm", "", "T????...", words, results);

    [UnmanagedCallersOnly]
    private static void BatchNormBackward(ulong* words, ulong arguments, ulong results) =>
        OnProcessor("native_batch_norm_backward", "", "TT?????...", words, results);

    [UnmanagedCallersOnly]
    private static void GroupNorm(ulong* words, ulong arguments, ulong results) =>
        OnProcessor("native_group_norm", "", "T??.....", words, results);

    [UnmanagedCallersOnly]
    private static void GroupNormBackward(ulong* words, ulong arguments, ulong results) =>
        OnProcessor("native_group_norm_backward", "", "TTTT?.....", words, results);

    [UnmanagedCallersOnly]
    private static void Convolution(ulong* words, ulong arguments, ulong results) =>
        OnProcessor("convolution", "", "TT?......", words, results);

    [UnmanagedCallersOnly]
    private static void ConvolutionBackward(ulong* words, ulong arguments, ulong results)
    {
        (long[] output, long[] input, long[] weight) = (Shape(words[0]), Shape(words[1]), Shape(words[2]));
        ScalarType type = Type(words[0]);
        (words[0], words[1], words[2]) = (Fake(input, type, META), Fake(weight, type, META), Fake([output[1]], type, META));
    }

    /// <summary>Calls an operator with zeros in place of its tensors.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="overload">The overload of that name.</param>
    /// <param name="arguments">T is a tensor, ? an optional one, L a list of tensors; others are passed on.</param>
    /// <param name="words">The arguments, replaced by the results.</param>
    /// <param name="results">How many tensors it returns.</param>
    private static void OnProcessor(string name, string overload, string arguments, ulong* words, ulong results)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == 'T')
                words[i] = OfZeros(words[i], name, i);
            if (arguments[i] == '?' && words[i] != 0)
            {
                ulong* behind = (ulong*)words[i];
                if (IsDefined(*behind))
                    *behind = OfZeros(*behind, name, i);
                else
                    words[i] = 0;
            }

            for (nuint at = 0; arguments[i] == 'L' && at < Length(words[i]); at++)
            {
                ulong item;
                Check(
                    ((delegate* unmanaged<ulong, nuint, ulong*, int>)TorchLibrary.Export("torch_list_get_item"))(
                        words[i],
                        at,
                        &item
                    )
                );
                Check(
                    ((delegate* unmanaged<ulong, nuint, ulong, int>)TorchLibrary.Export("torch_list_set_item"))(
                        words[i],
                        at,
                        OfZeros(item, name, i)
                    )
                );
            }
        }

        Call(name, overload, words);
        for (ulong i = 0; i < results; i++)
            words[i] = Fake(Shape(words[i]), Type(words[i]), META);
    }

    /// <summary>
    /// The same for an operator that writes into a tensor, its last argument, which takes on the shape of the result.
    /// </summary>
    private static void IntoTheLast(string name, string overload, string arguments, ulong* words)
    {
        ulong last = words[arguments.Length];
        ScalarType type = Type(last);
        OnProcessor(name, overload, arguments, words, results: 1);
        ulong* both = stackalloc ulong[] { Again(last), Fake(Shape(words[0]), type, META) };
        Call("set_data", "", both);
        words[0] = last;
    }

    private static void Add(IntPtr library, string name, delegate* unmanaged<ulong*, ulong, ulong, void> kernel)
    {
        var add = (delegate* unmanaged<IntPtr, byte*, delegate* unmanaged<ulong*, ulong, ulong, void>, ulong, int>)
            TorchLibrary.Export("torch_library_impl");
        fixed (byte* text = Text(name))
            Check(add(library, text, kernel, AbiVersion));
    }

    private static ulong Fake(long[] shape, ScalarType type, Device device)
    {
        using Tensor made = zeros(shape, type, device);
        return Again((ulong)made.Handle);
    }

    /// <summary>Another handle for a tensor; whoever receives it releases it.</summary>
    private static ulong Again(ulong tensor)
    {
        ulong handle;
        Check(((delegate* unmanaged<ulong, ulong*, int>)TorchLibrary.Export("aoti_torch_new_tensor_handle"))(tensor, &handle));
        return handle;
    }

    private static void Call(string name, string overload, ulong* words)
    {
        var call = (delegate* unmanaged<byte*, byte*, ulong*, ulong, int>)TorchLibrary.Export("torch_call_dispatcher");
        fixed (
            byte* full = Text($"aten::{name}"),
                which = Text(overload)
        )
            Check(call(full, which, words, AbiVersion));
    }

    /// <summary>
    /// Zeros on the processor in place of a tensor that should be a fake one; a single number may always be on the processor.
    /// </summary>
    private static ulong OfZeros(ulong tensor, string name, int argument)
    {
        long[] shape = Shape(tensor);
        if (shape.Length > 0 && DeviceOf(tensor) != (int)DeviceType.META)
            LeftBehind.Enqueue($"argument {argument} of {name}");
        return Fake(shape, Type(tensor), CPU);
    }

    private static nuint Length(ulong list)
    {
        nuint length;
        Check(((delegate* unmanaged<ulong, nuint*, int>)TorchLibrary.Export("torch_list_size"))(list, &length));
        return length;
    }

    private static bool IsDefined(ulong tensor)
    {
        byte isDefined;
        Check(((delegate* unmanaged<ulong, byte*, int>)TorchLibrary.Export("aoti_torch_is_defined"))(tensor, &isDefined));
        return isDefined != 0;
    }

    private static long[] Shape(ulong tensor)
    {
        long dimensions;
        long* sizes;
        Check(((delegate* unmanaged<ulong, long*, int>)TorchLibrary.Export("aoti_torch_get_dim"))(tensor, &dimensions));
        Check(((delegate* unmanaged<ulong, long**, int>)TorchLibrary.Export("aoti_torch_get_sizes"))(tensor, &sizes));
        return new ReadOnlySpan<long>(sizes, (int)dimensions).ToArray();
    }

    private static ScalarType Type(ulong tensor)
    {
        int type;
        Check(((delegate* unmanaged<ulong, int*, int>)TorchLibrary.Export("aoti_torch_get_dtype"))(tensor, &type));
        return (ScalarType)type;
    }

    private static int DeviceOf(ulong tensor)
    {
        int device;
        Check(((delegate* unmanaged<ulong, int*, int>)TorchLibrary.Export("aoti_torch_get_device_type"))(tensor, &device));
        return device;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static void Check(int error)
    {
        if (error != 0)
            throw new InvalidOperationException("libtorch refused it.");
    }
}
