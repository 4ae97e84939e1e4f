using System.Runtime.CompilerServices;

// Signatures are blittable or marshalled by generated code; the run time adds nothing of its own.
[assembly: DisableRuntimeMarshalling]
