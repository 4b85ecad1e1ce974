using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Figment;
using Figment.Mpi;

const int Repeats = 5,
    HashBytes = 32,
    Endless = 100_000,
    Refused = 3;
TimeSpan patience = TimeSpan.FromSeconds(5);
string what = args[0];
int number = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
MpiLaunch launch =
    MpiLaunch.Of(Environment.GetEnvironmentVariable) ?? throw new InvalidOperationException("Start it with mpirun.");
if (what == "wrong")
    launch = launch with { Engine = launch.Engine == MpiEngine.OpenMpi ? MpiEngine.Mpich : MpiEngine.OpenMpi };
try
{
    using MpiGroup group = MpiGroup.Join(
        launch,
        new MpiOptions { Patience = patience },
        TimeProvider.System,
        Console.Error.WriteLine
    );
    using PosixSignalRegistration asked = PosixSignalRegistration.Create(
        PosixSignal.SIGTERM,
        _ => Console.Error.Write(group.NameLost() is string lost ? $"{lost}\n" : "")
    );
    float[] one = [1];
    group.Sum(one.AsSpan());
    switch (what)
    {
        case "sum":
            SumUp(group, number);
            break;
        case "training":
            TimedTraining.Run(group, number, args[2..]);
            break;
        case "device":
            SumUpOnDevice(group, number);
            break;
        case "deviceDie":
            DieInASum(group, number);
            break;
        case "slow":
            if (group.Rank == 0)
                Thread.Sleep(TimeSpan.FromSeconds(number));
            group.Sum(one.AsSpan());
            if (group.Rank == 0)
                Console.WriteLine($"OK {one[0]}");
            break;
        case "die":
            GoOn(group, () => Signal("KILL"));
            break;
        case "stop":
            GoOn(group, () => Signal("STOP"));
            break;
        case "leave":
            GoOn(group, () => throw new FigmentException("left"));
            break;
        case "quit":
            GoOn(group, () => Environment.Exit(0));
            break;
        case "abort":
            GoOn(group, () => group.Abort("This one cannot go on.", Refused));
            break;
    }
}
catch (FigmentException e)
{
    Console.Error.WriteLine(e.Message);
    return Refused;
}

return 0;

void GoOn(MpiGroup group, Action failure)
{
    float[] numbers = new float[Endless];
    for (int i = 0; i < Endless; i++)
    {
        if (i == Repeats && group.Rank == number)
            failure();
        group.Sum(numbers.AsSpan());
        Thread.Sleep(1);
    }
}

static void Signal(string name)
{
    Console.WriteLine(name);
    using Process kill = Process.Start("kill", ["-" + name, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
    kill.WaitForExit();
    Thread.Sleep(Timeout.Infinite);
}

// A null reference must still be an exception: UCX would make a crash of it.
[MethodImpl(MethodImplOptions.NoInlining)]
static int Length(string? text) => text!.Length;

static void SumUp(MpiGroup group, int count)
{
    try
    {
        _ = Length(null);
    }
    catch (NullReferenceException)
    {
        // As it should be.
    }

    HashSet<string> hashes = [];
    double best = double.MaxValue;
    for (int repeat = 0; repeat < Repeats; repeat++)
    {
        float[] numbers = new float[count];
        double[] doubles = new double[Math.Min(count, Repeats)];
        for (int i = 0; i < count; i++)
            numbers[i] = MathF.Sin((i * 0.37f) + group.Rank) * MathF.Pow(10, group.Rank);
        Array.Fill(doubles, group.Rank + 0.1);
        group.Sum(doubles.AsSpan());
        long begin = Stopwatch.GetTimestamp();
        group.Sum(numbers.AsSpan());
        best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        float last = 0;
        for (int rank = 0; rank < group.Size; rank++)
            last += MathF.Sin(((count - 1) * 0.37f) + rank) * MathF.Pow(10, rank);
        if (Math.Abs(numbers[^1] - last) > 1e-4 * Math.Pow(10, group.Rank + group.Size))
            throw new FigmentException($"{numbers[^1]} is not {last}");
        byte[] own = SHA256.HashData(MemoryMarshal.AsBytes(numbers.AsSpan()));
        float[] all = new float[HashBytes * group.Size];
        for (int i = 0; i < HashBytes; i++)
            all[(group.Rank * HashBytes) + i] = own[i];
        group.Sum(all.AsSpan());
        foreach (float[] hash in all.Chunk(HashBytes))
            hashes.Add(Convert.ToHexStringLower([.. hash.Select(value => (byte)value)]));
        byte[] first = group.Rank == 0 ? [.. own] : new byte[HashBytes];
        group.Broadcast(first);
        if (!first.SequenceEqual(own))
            throw new FigmentException($"Rank {group.Rank} has other bytes than rank 0.");
    }

    if (group.Rank == 0)
        Console.WriteLine($"OK {string.Join(' ', hashes)} {best:0.###} ms, {group.Library.Version}");
}

// With the NCCL and the driver that are found, on memory of this machine: meant for stand-ins of both.
static unsafe void SumUpOnDevice(MpiGroup group, int count)
{
    float[] numbers = new float[count];
    bool isDone = true;
    fixed (float* first = numbers)
    {
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            for (int i = 0; i < count; i++)
                numbers[i] = (i % 1000) + group.Rank;
            isDone &= group.Sums.TrySum(group.LocalRank, (IntPtr)first, count);
        }
    }

    float others = group.Size * (group.Size - 1) / 2;
    for (int i = 0; i < count; i++)
    {
        if (numbers[i] != (group.Size * (i % 1000)) + others)
            throw new FigmentException($"Number {i} is {numbers[i]}.");
    }

    GroupDevices devices = group.Devices!;
    if (group.Rank != 0)
        return;
    Console.WriteLine($"OK {isDone} NCCL {devices.Nccl}: {string.Join(' ', devices.Names)} {devices.WithoutNccl}");
}

// The stand-in of one rank takes no part from the second sum on, so the other rank is waiting in NCCL when that one is killed.
static unsafe void DieInASum(MpiGroup group, int number)
{
    const int Takes = 4,
        Milliseconds = 500; // NeverEndsASum
    SumUpOnDevice(group, Repeats);
    if (group.Rank == number)
    {
        IntPtr standIn = NativeLibrary.Load("libnccl.so.2");
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(standIn, "standin_behave"))(Takes);
        new Thread(() =>
        {
            Thread.Sleep(Milliseconds);
            Signal("KILL");
        }).Start();
    }

    SumUpOnDevice(group, Repeats);
}
