using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>
/// Functions of libtorch that TorchSharp does not bind, through libtorch's stable C interface (<c>torch/csrc/stable/c/shim.h</c>,
/// since 2.10): operators by name, and loops on libtorch's own threads.
/// </summary>
/// <remarks>
/// The tensor handles of this interface point to the same <c>at::Tensor</c> as TorchSharp's <see cref="Tensor.Handle"/>.
/// </remarks>
internal static unsafe class TorchOperators
{
    /// <summary>Work on a part of a range: the first index, and the index after the last.</summary>
    internal delegate void RangeBody(long begin, long end);

    // The version whose calling conventions are used here: 2.10.
    private const ulong AbiVersion = (2UL << 56) | (10UL << 48);

    private static readonly delegate* unmanaged<byte*, byte*, ulong*, ulong, int> CallDispatcher = (delegate* unmanaged<
        byte*,
        byte*,
        ulong*,
        ulong,
        int>)
        TorchLibrary.Export("torch_call_dispatcher");

    private static readonly delegate* unmanaged<IntPtr, IntPtr*, int> NewTensorHandle = (delegate* unmanaged<
        IntPtr,
        IntPtr*,
        int>)
        TorchLibrary.Export("aoti_torch_new_tensor_handle");

    private static readonly delegate* unmanaged<nuint, IntPtr*, int> NewList = (delegate* unmanaged<nuint, IntPtr*, int>)
        TorchLibrary.Export("torch_new_list_reserve_size");

    private static readonly delegate* unmanaged<IntPtr, ulong, int> PushBack = (delegate* unmanaged<IntPtr, ulong, int>)
        TorchLibrary.Export("torch_list_push_back");

    private static readonly delegate* unmanaged<IntPtr, void**, int> GetData = (delegate* unmanaged<IntPtr, void**, int>)
        TorchLibrary.Export("aoti_torch_get_data_ptr");

    private static readonly delegate* unmanaged<
        long,
        long,
        long,
        delegate* unmanaged<long, long, void*, void>,
        void*,
        int> RunParallel = (delegate* unmanaged<long, long, long, delegate* unmanaged<long, long, void*, void>, void*, int>)
        TorchLibrary.Export("torch_parallel_for");

    /// <summary>The address of a tensor's data. The tensor must stay alive as long as the address is used.</summary>
    internal static void* Data(Tensor tensor)
    {
        void* data;
        Check(GetData(tensor.Handle, &data), "aoti_torch_get_data_ptr");
        return data;
    }

    /// <summary>
    /// Runs work on 0 … <paramref name="count"/> − 1 on libtorch's threads. .NET's threads would compete with them for the
    /// processor, since libtorch's threads busy-wait for their next work. The division of the range depends on the number of
    /// threads.
    /// </summary>
    internal static void ParallelFor(long count, RangeBody body)
    {
        GCHandle handle = GCHandle.Alloc(body);
        try
        {
            Check(RunParallel(0, count, 1, &Part, (void*)GCHandle.ToIntPtr(handle)), "torch_parallel_for");
        }
        finally
        {
            handle.Free();
        }
    }

    /// <summary>
    /// Runs Adam with decoupled weight decay over lists of tensors, all on one device, in a handful of kernels.
    /// </summary>
    /// <param name="parameters">The parameters to update; every list has the same length.</param>
    /// <param name="gradients">The gradients, of the same shapes and types.</param>
    /// <param name="means">The first moments m.</param>
    /// <param name="squares">The second moments v.</param>
    /// <param name="step">The step t, a 0-d tensor on the device, counted from 1.</param>
    /// <param name="learningRate">
    /// The learning rate α, a 0-d tensor on the device, so that a captured step can be replayed with another value.
    /// </param>
    /// <param name="beta1">The decay rate β₁.</param>
    /// <param name="beta2">The decay rate β₂.</param>
    /// <param name="weightDecay">The weight decay λ.</param>
    /// <param name="epsilon">The constant ε.</param>
    internal static void FusedAdamW(
        IReadOnlyList<Tensor> parameters,
        IReadOnlyList<Tensor> gradients,
        IReadOnlyList<Tensor> means,
        IReadOnlyList<Tensor> squares,
        Tensor step,
        Tensor learningRate,
        double beta1,
        double beta2,
        double weightDecay,
        double epsilon
    )
    {
        IntPtr rate;
        Check(NewTensorHandle(learningRate.Handle, &rate), "aoti_torch_new_tensor_handle");
        ulong* arguments = stackalloc ulong[]
        {
            List(parameters),
            List(gradients),
            List(means),
            List(squares),
            List([]),
            List([.. parameters.Select(_ => step)]),
            (ulong)rate,
            Number(beta1),
            Number(beta2),
            Number(weightDecay),
            Number(epsilon),
            0,
            0,
            0,
            0,
        };
        Call("aten::_fused_adamw_", arguments, "tensor_lr");
    }

    /// <summary>Copies every source into its target, whatever the types.</summary>
    internal static void CopyAll(IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> sources)
    {
        ulong* arguments = stackalloc ulong[] { List(targets), List(sources), 0 };
        Call("aten::_foreach_copy_", arguments);
    }

    /// <summary>
    /// Makes a tensor share the memory of another one, whatever the types. All holders of the tensor, for instance a layer, see
    /// the change; PyTorch's modules change their precision in place this way.
    /// </summary>
    internal static void SetData(Tensor target, Tensor source)
    {
        IntPtr shown,
            seen;
        Check(NewTensorHandle(target.Handle, &shown), "aoti_torch_new_tensor_handle");
        Check(NewTensorHandle(source.Handle, &seen), "aoti_torch_new_tensor_handle");
        ulong* arguments = stackalloc ulong[] { (ulong)shown, (ulong)seen };
        Call("aten::set_data", arguments);
        GC.KeepAlive(target);
        GC.KeepAlive(source);
    }

    [UnmanagedCallersOnly]
    private static void Part(long begin, long end, void* body) =>
        ((RangeBody)GCHandle.FromIntPtr((IntPtr)body).Target!)(begin, end);

    private static ulong Number(double value) => BitConverter.DoubleToUInt64Bits(value);

    /// <summary>Creates a list of new references to the tensors, which the call will own.</summary>
    private static ulong List(IReadOnlyList<Tensor> tensors)
    {
        IntPtr list;
        Check(NewList((nuint)tensors.Count, &list), "torch_new_list_reserve_size");
        foreach (Tensor tensor in tensors)
        {
            IntPtr reference;
            Check(NewTensorHandle(tensor.Handle, &reference), "aoti_torch_new_tensor_handle");
            Check(PushBack(list, (ulong)reference), "torch_list_push_back");
        }

        return (ulong)list;
    }

    private static void Call(string name, ulong* arguments, string overload = "")
    {
        fixed (
            byte* text = Encoding.UTF8.GetBytes(name + '\0'),
                which = Encoding.UTF8.GetBytes(overload + '\0')
        )
            Check(CallDispatcher(text, which, arguments, AbiVersion), name);
    }

    private static void Check(int error, string name)
    {
        if (error != 0)
            throw new BackendException($"libtorch refused {name}. It printed the reason to standard error.");
    }
}
